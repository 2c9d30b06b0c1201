import { UnreadableError } from './unreadable-error.ts';

/** A page in pieces. `head` and `close` around any of the records are a page again, and so are `head` and `tail`. */
export interface CutPage {
  /** All before the first record. */
  head: string;
  records: CutRecord[];
  /** All after the last record: the resumptionToken is there, if anywhere. */
  tail: string;
  close: string;
}

export interface CutRecord {
  whole: string;
  /** The same with nothing but its header, where that has an end. */
  headerOnly: string | undefined;
}

const LIST_PARTS = /<(?:[\w-]+:)?resumptionToken|<\/(?:[\w-]+:)?(?:ListRecords|OAI-PMH)/;
/** Of all the pages made of single records, in UTF-16 code units: a head may be long, and records many. */
const MOST_WORK = 256 * 1024 * 1024;

/**
 * Cuts a page that is not well-formed where its records begin: at each `<record><header` that follows the end of a part
 * of the record before. Throws an UnreadableError wherever that is open to doubt, as where a record holds other ones, a
 * resumptionToken, or a comment that does not end within it: then a fault in one record might hide others.
 */
export function cutRecords(text: string): CutPage {
  const prefix = /<(?:([\w-]+):)?OAI-PMH[\s>]/.exec(text)?.[1];
  const name = (local: string) => (prefix === undefined ? local : `${prefix}:${local}`);
  const begin = new RegExp(`<${name('record')}(?:\\s[^<>]*)?>\\s*<${name('header')}[\\s>/]`, 'g');
  const markup = withoutOpaque(text, (inside) => inside.search(begin) >= 0 || LIST_PARTS.test(inside));

  const starts = [...markup.matchAll(begin)].map(({ index }) => index);
  const [first] = starts;
  const last = starts.at(-1);
  if (first === undefined || last === undefined) throw doubt('no record can be told');
  const endOfPart = new RegExp(`</${name('(?:record|header|metadata|about)')}\\s*>$`);
  for (const [index, start] of starts.entries()) {
    const before = markup.slice(starts[index - 1] ?? start, start).trimEnd();
    if (index > 0 && !endOfPart.test(before.slice(-200))) throw doubt('a record begins within another one');
  }
  const lastClose = markup.lastIndexOf(`</${name('record')}`);
  const end = markup.indexOf('>', lastClose) + 1;
  if (lastClose < last || end === 0) throw doubt('its last record has no end');
  if (LIST_PARTS.test(markup.slice(first, end))) throw doubt('the list seems to end within a record');
  if (first * starts.length > MOST_WORK) throw doubt('it is too long for that');

  const close = `</${name('ListRecords')}></${name('OAI-PMH')}>`;
  const records = starts.map((start, index): CutRecord => {
    const stop = starts[index + 1] ?? end;
    const closeHeader = `</${name('header')}>`;
    const header = markup.slice(start, stop).indexOf(closeHeader);
    return {
      whole: text.slice(start, stop).trimEnd(),
      headerOnly: header < 0 ? undefined : `${text.slice(start, start + header)}${closeHeader}</${name('record')}>`,
    };
  });
  return { head: text.slice(0, first), records, tail: text.slice(end), close };
}

/** The text with blanks for comments, CDATA sections and processing instructions, in which tags are no tags. */
function withoutOpaque(text: string, hides: (inside: string) => boolean): string {
  const ends: Readonly<Record<string, string>> = { '<!--': '-->', '<![CDATA[': ']]>', '<?': '?>' };
  const pieces: string[] = [];
  let done = 0;
  const openings = /<!--|<!\[CDATA\[|<\?/g;
  for (let match = openings.exec(text); match; match = openings.exec(text)) {
    const end = ends[match[0]] ?? '';
    const found = text.indexOf(end, openings.lastIndex);
    const stop = found < 0 ? text.length : found + end.length;
    if (hides(text.slice(match.index, stop))) throw doubt(`a ${match[0]} has its end in another record, or none`);
    pieces.push(text.slice(done, match.index), ' '.repeat(stop - match.index));
    done = stop;
    openings.lastIndex = stop;
  }
  return pieces.join('') + text.slice(done);
}

function doubt(why: string): UnreadableError {
  return new UnreadableError(why, 'hopeless');
}
