import { decodeHTMLStrict } from 'entities';
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { Fault } from '../../fault.ts';
import { DEEPEST } from '../../xml/deepest.ts';
import { shorten } from '../shorten.ts';
import type { SourceFile } from '../source-file.ts';
import { lineOfStrayAmpersand } from '../stray-ampersand.ts';
import type { XmlNode } from './xml-node.ts';

const XML = 'http://www.w3.org/XML/1998/namespace';
/** What the DTDs of JATS declare by themselves, so that files with a DOCTYPE need not. */
const PREFIXES: Readonly<Record<string, string>> = {
  xlink: 'http://www.w3.org/1999/xlink',
  mml: 'http://www.w3.org/1998/Math/MathML',
  ali: 'http://www.niso.org/schemas/ali/1.0/',
  xsi: 'http://www.w3.org/2001/XMLSchema-instance',
  oasis: 'http://www.niso.org/standards/z39-96/ns/oasis-exchange/table',
};
/** Of JATS itself and its ancestors at the NLM, and of the edition that Crossref uses; most files have none. */
const NAMESPACE = /^$|^https?:\/\/(?:jats|dtd)\.nlm\.nih\.gov\/|^http:\/\/www\.ncbi\.nlm\.nih\.gov\/JATS1$/;
/** Parts of an article that say nothing about it as a whole. */
const SKIPPED: ReadonlySet<string> = new Set(
  'body back sub-article response floats-group floats-wrap processing-meta'.split(' '),
);
const XML_REFERENCES = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);
/** In UTF-16 code units of the file: more than this is never held. */
const LONGEST_FRONT = 4 * 1024 * 1024;
const DEEPEST_FRONT = 64;

/** Thrown when the file as a whole cannot be read; its message ends up in a Fault. */
class NotArticlesError extends Error {}

/**
 * The articles of a file, one at a time and without their bodies. A file that is not well-formed, or holds no
 * article, is a Fault, thrown when that is known: read to the end once before trusting an article.
 */
export async function* readArticles(file: SourceFile): AsyncGenerator<XmlNode> {
  const reader = new ArticleReader();
  try {
    for await (const chunk of file.chunks()) {
      reader.write(chunk);
      yield* reader.articles.splice(0);
    }
    reader.end();
    yield* reader.articles.splice(0);
  } catch (error) {
    if (!(error instanceof NotArticlesError)) throw error;
    throw await located(error, file, reader.line);
  }
}

class ArticleReader {
  /** Finished ones, to be taken away. */
  readonly articles: XmlNode[] = [];
  readonly #parser = new SaxesParser({ xmlns: true, additionalNamespaces: PREFIXES });
  /** Elements that are kept and open, the article first. */
  readonly #open: XmlNode[] = [];
  #root: string | undefined;
  #namespace = '';
  #hasDoctype = false;
  #found = 0;
  /** How many elements are open within one that is skipped, itself included. */
  #skipped = 0;
  #tagLine = 1;
  /** Where the front began that is being read, or the last tag of what is not kept. */
  #mark = 0;

  constructor() {
    const parser = this.#parser;
    parser.on('error', (error) => {
      // Its message begins with line:column, which is told apart.
      throw new NotArticlesError(`this is not well-formed XML: ${error.message.replace(/^\d+:\d+: |\.$/g, '')}`);
    });
    parser.on('doctype', (text) => this.#doctype(text));
    parser.on('opentagstart', () => {
      if (this.#open.length + this.#skipped >= DEEPEST)
        throw new NotArticlesError(`elements stand more than ${DEEPEST} deep`);
      this.#tagLine = parser.line;
    });
    parser.on('opentag', (tag) => this.#openTag(tag));
    parser.on('closetag', () => this.#closeTag());
    parser.on('text', (text) => this.#text(text));
    parser.on('cdata', (text) => this.#text(text));
    // References that the DTD would define, which is never loaded.
    parser.ENTITIES = new Proxy({}, { get: (_, name) => this.#reference(String(name)) });
  }

  get line(): number {
    return this.#parser.line;
  }

  write(chunk: string): void {
    this.#parser.write(chunk);
    if (this.#parser.position - this.#mark > LONGEST_FRONT) {
      throw new NotArticlesError('the front of an article, or a text in it, is longer than 4 MiB');
    }
  }

  end(): void {
    this.#parser.close();
    if (this.#found === 0) throw new NotArticlesError(`it holds no JATS article; its root is <${this.#root}>`);
  }

  #doctype(text: string): void {
    this.#hasDoctype = true;
    if (!text.replace(/"[^"]*"|'[^']*'/g, '').includes('[')) return;
    throw new NotArticlesError(
      'its <!DOCTYPE> has declarations of its own, between [ and ]: such are not read. Write what they stand for, and take them out',
    );
  }

  #reference(name: string): string {
    const predefined = XML_REFERENCES.get(name);
    if (predefined !== undefined) return predefined;
    const written = `&${name};`;
    const text = decodeHTMLStrict(written);
    if (text === written) throw new NotArticlesError(`the reference ${shorten(written)} is not known`);
    if (this.#hasDoctype) return text;
    throw new NotArticlesError(
      `the reference ${written} is not defined without a <!DOCTYPE>: write the character itself`,
    );
  }

  #openTag(tag: SaxesTagNS): void {
    this.#root ??= tag.name;
    const parent = this.#open.at(-1);
    if (this.#skipped > 0 || (this.#open.length === 1 && SKIPPED.has(tag.local))) this.#skipped += 1;
    else if (parent) this.#open.push(this.#keep(tag, parent));
    else if (tag.local === 'article' && NAMESPACE.test(tag.uri)) {
      this.#namespace = tag.uri;
      this.#found += 1;
      this.#open.push(this.#keep(tag, undefined));
    }
    if (this.#open.length > DEEPEST_FRONT) {
      throw new NotArticlesError(`elements stand more than ${DEEPEST_FRONT} deep in the front of an article`);
    }
    if (this.#skipped > 0 || this.#open.length <= 1) this.#mark = this.#parser.position;
  }

  #closeTag(): void {
    if (this.#skipped > 0) this.#skipped -= 1;
    else {
      const node = this.#open.pop();
      if (node && this.#open.length === 0) this.articles.push(node);
    }
    if (this.#open.length <= 1) this.#mark = this.#parser.position;
  }

  #text(text: string): void {
    // Directly in the article there is only white space.
    if (this.#skipped === 0 && this.#open.length > 1) this.#open.at(-1)?.children.push(text);
  }

  #keep(tag: SaxesTagNS, parent: XmlNode | undefined): XmlNode {
    const attributes = new Map<string, string>();
    for (const { uri, local, value } of Object.values(tag.attributes)) {
      const prefix = uri === XML ? 'xml:' : uri === PREFIXES['xlink'] ? 'xlink:' : '';
      if (prefix !== '' || uri === '') attributes.set(prefix + local, value);
    }
    const lang = attributes.get('xml:lang') ?? parent?.lang;
    const node: XmlNode = { name: this.#nameOf(tag), attributes, lang, line: this.#tagLine, children: [] };
    parent?.children.push(node);
    return node;
  }

  #nameOf({ uri, local }: SaxesTagNS): string {
    switch (uri) {
      case this.#namespace:
        return local;
      case PREFIXES['ali']:
        return `ali:${local}`;
      case PREFIXES['mml']:
        return `mml:${local}`;
      default:
        return `{${uri}}${local}`;
    }
  }
}

async function located(error: NotArticlesError, file: SourceFile, line: number): Promise<Fault> {
  // Other faults may follow from this one; the other way round it cannot be.
  const stray = await lineOfStrayAmpersand(file.lines()).catch(() => undefined);
  const told = stray !== undefined && stray <= line ? `line ${stray}: an & stands alone: write &amp;` : undefined;
  return new Fault(`${file.path}: ${told ?? `line ${line}: ${error.message}`}. Nothing of this file is imported.`);
}
