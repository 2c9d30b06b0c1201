import { CrossReferences } from './bibtex/cross-references.ts';
import { Macros } from './bibtex/macros.ts';
import { mapEntry } from './bibtex/map-entry.ts';
import { type Entry, type EntryProblem, parseEntry } from './bibtex/parse-entry.ts';
import { NOT_CLOSED, type RawEntry, splitEntries } from './bibtex/split-entries.ts';
import { LeftOut } from './csl/left-out.ts';
import { mapReference } from './csl/map-reference.ts';
import type { ImportFormat } from './import-format.ts';
import type { SourceFile } from './source-file.ts';

/**
 * BibTeX and biblatex files: one entry is one item, its citation key the identifier.
 *
 * Read by code of our own, after a trial of what there is. citation-js reads a file whole and gives none of it when one
 * entry is bad, takes a body in braces for a person, loses the month in `mar # "~12"`, leaves `\aa`
 * and other commands in the text, and brings a client for HTTP with it. @retorquere/bibtex-parser reads well, with 18 MB
 * of packages, among them a model of English. The tests write their files with citation-js, which here cannot do harm.
 */
export const bibtex: ImportFormat = {
  name: 'bibtex',
  title: 'BibTeX and biblatex files, one entry an item',
  identifierFromPath: false,

  recognises(head, path) {
    // Comments may come first, the entry must be one.
    const text = head.replace(/^(?:\s+|%[^\r\n]*)+/, '');
    const entry = /^@\s*(?:comment|preamble|string)\s*[{(]|^@\s*[a-z][\w-]*\s*[{(][^{}"=]{0,500},\s*[a-z][\w+:-]*\s*=/i;
    return entry.test(text) || (/\.(?:bib|bibtex)$/i.test(path) && /^[ \t]*@[ \t]*[a-z]+[ \t]*[{(]/im.test(head));
  },

  async *read(file) {
    // What is referred to may stand behind what refers to it.
    const references = new CrossReferences();
    for await (const { text } of splitEntries(file)) references.want(text);
    if (!references.isEmpty) {
      for await (const { parsed } of readEntries(file)) if ('key' in parsed) references.keep(parsed);
    }
    const leftOut = new LeftOut();
    for await (const { entry, parsed } of readEntries(file)) {
      const { line, text } = entry;
      if ('key' in parsed) {
        yield* mapReference(mapEntry(references.complete(parsed), { line, raw: text }, leftOut), leftOut);
        continue;
      }
      const identifier = /^@(?!\s*string\b)\s*[\w-]+\s*[{(]\s*([^\s,{}"=\uFFFD]+)(?!\s*=)[\s,]/i.exec(text)?.[1];
      const where = parsed.line === 0 ? '' : `line ${line + parsed.line}: `;
      yield {
        kind: 'refusal',
        line,
        ...(identifier !== undefined && { identifier }),
        reason: where + parsed.problem,
        raw: text,
      };
    }
    yield* leftOut.note();
  },
};

/** The entries with their macros put in; `@string` fills the macros, comments and preambles are passed over. */
async function* readEntries(file: SourceFile): AsyncGenerator<{ entry: RawEntry; parsed: Entry | EntryProblem }> {
  const macros = new Macros();
  for await (const entry of splitEntries(file)) {
    const { type, text, problem } = entry;
    if (type === 'comment' || type === 'preamble') continue;
    const parsed = problem === undefined ? parseEntry(type, text, macros) : parseUnclosed(entry, problem, macros);
    if (type !== 'string' || 'problem' in parsed) {
      yield { entry, parsed };
      continue;
    }
    for (const [name, value] of parsed.fields) {
      const tooMany = `@string ${name.slice(0, 60)} is one macro too many, or they are too long`;
      if (!macros.define(name, value)) yield { entry, parsed: { problem: tooMany, line: 0 } };
    }
  }
}

/** `{C:\}` is closed for BibTeX, for which a backslash before a brace is nothing special: then the entry is whole. */
function parseUnclosed({ type, text }: RawEntry, problem: string, macros: Macros): Entry | EntryProblem {
  const trimmed = text.trimEnd();
  const parsed =
    problem === NOT_CLOSED && /[})]$/.test(trimmed) ? parseEntry(type, trimmed, macros, /[{}"]/g) : undefined;
  return parsed && 'key' in parsed ? parsed : { problem, line: 0 };
}
