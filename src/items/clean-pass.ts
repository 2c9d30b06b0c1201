import { decodeHTMLStrict } from 'entities';
import { knownTag, type TagKind } from './known-tag.ts';
import { nfc } from './nfc.ts';

/** What cleaning did to a text, in words for a note. */
export type CleaningChange =
  | 'forbidden characters replaced'
  | 'entities decoded'
  | 'markup removed'
  | 'normalised to NFC'
  | 'line ends normalised'
  | 'trimmed';

/** What the production Char of XML 1.0 does not allow, lone surrogates among it. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

const LINE_FEED = 0x0a;
const SPACE = 0x20;
const AMPERSAND = 0x26;
const SEMICOLON = 0x3b;
const LESS = 0x3c;
const GREATER = 0x3e;
const OVERLAY_SOLIDUS = 0x338;
const REPLACEMENT = 0xfffd;

/** The longest name is CounterClockwiseContourIntegral; with `&` and `;` it has 33 characters. */
const LONGEST_REFERENCE = 34;

/**
 * One walk over a text: forbidden characters, references, tags, line ends, NFC, trimming. Adds what it did to
 * `changes`. Output is looked back on instead of input, so `&amp;amp;lt;` and `&l<b></b>t;` are done in one walk,
 * in time proportional to the text.
 *
 * What one walk cannot see is that NFC, at its end, may fuse U+0338 with a `<`, `>` or `=` that stood inside of a
 * tag (these three are all that can fuse) and so make it a tag. The next walk sees it; an input can be
 * built that needs as many walks as it likes. With `withoutOverlays` each U+0338 becomes U+FFFD, then one walk is
 * enough: nothing that matters to tags and references is fused any more.
 */
export function cleanPass(text: string, changes: Set<CleaningChange>, withoutOverlays: boolean): string {
  const allowed = text.replace(FORBIDDEN, '\ufffd');
  if (allowed !== text) changes.add('forbidden characters replaced');
  if (allowed.trim() !== allowed) changes.add('trimmed');
  const composed = nfc(allowed);
  const output = new Output(composed.length, changes, withoutOverlays);
  for (let i = 0; i < composed.length; i++) output.push(composed.charCodeAt(i));
  const decoded = output.text(0);
  const lines = decoded.includes('\r') ? decoded.replace(/\r\n?/g, '\n') : decoded;
  if (lines !== decoded) changes.add('line ends normalised');
  const result = nfc(lines);
  if (composed !== allowed || result !== lines) changes.add('normalised to NFC');
  return result.trim();
}

/** UTF-16 code units that were walked over; at any time without a complete reference or known tag. */
class Output {
  /** Never outgrown: every replacement is shorter than what it replaces. */
  readonly #units: Uint16Array;
  #length = 0;
  /** Where a `<` stands that no `>` has followed. */
  readonly #open: number[] = [];
  readonly #changes: Set<CleaningChange>;
  readonly #withoutOverlays: boolean;

  constructor(size: number, changes: Set<CleaningChange>, withoutOverlays: boolean) {
    this.#units = new Uint16Array(size);
    this.#changes = changes;
    this.#withoutOverlays = withoutOverlays;
  }

  /** A loop and not a recursion: in `&#x37E&#x37E;` each reference decodes to the semicolon of the one before. */
  push(unit: number): void {
    let next = unit;
    while (next === SEMICOLON) {
      const decoded = this.#takeReference();
      if (decoded === undefined) break;
      for (let i = 0; i < decoded.length - 1; i++) this.#put(decoded.charCodeAt(i));
      next = decoded.charCodeAt(decoded.length - 1);
    }
    this.#put(next);
  }

  text(from: number): string {
    let text = '';
    for (let i = from; i < this.#length; i += 8192) {
      const units = this.#units.subarray(i, Math.min(i + 8192, this.#length));
      text += String.fromCharCode.apply(undefined, units as unknown as number[]);
    }
    return text;
  }

  #put(unit: number): void {
    if (unit === GREATER && this.#closeTag()) return;
    if (unit === LESS) this.#open.push(this.#length);
    this.#units[this.#length++] = unit === OVERLAY_SOLIDUS && this.#withoutOverlays ? REPLACEMENT : unit;
  }

  /** Takes `&name` off the end when a semicolon makes it a reference. Gives its characters, in NFC, at least one. */
  #takeReference(): string | undefined {
    const start = this.#referenceStart();
    if (start === undefined) return undefined;
    const reference = `${this.text(start)};`;
    const decoded = decodeHTMLStrict(reference);
    if (decoded === reference || decoded === '') return undefined;
    this.#length = start;
    this.#changes.add('entities decoded');
    const allowed = decoded.replace(FORBIDDEN, '\ufffd');
    if (allowed !== decoded) this.#changes.add('forbidden characters replaced');
    return allowed.normalize('NFC');
  }

  #referenceStart(): number | undefined {
    const limit = Math.max(0, this.#length + 1 - LONGEST_REFERENCE);
    for (let i = this.#length - 1; i >= limit; i--) {
      const unit = this.#units[i] ?? 0;
      if (unit === AMPERSAND) return i;
      if (!isReferenceUnit(unit)) return undefined;
    }
    return undefined;
  }

  /** Takes a known tag off the end when a `>` completes it. A `>` that does not ends the hopes of every `<` before. */
  #closeTag(): boolean {
    const start = this.#open.pop();
    const kind = start === undefined ? undefined : knownTag(this.text(start));
    if (start === undefined || !kind) {
      this.#open.length = 0;
      return false;
    }
    this.#length = start;
    this.#changes.add('markup removed');
    this.#separate(kind);
    return true;
  }

  /** Keeps the words around a block or cell apart; breaks do not pile up. */
  #separate(kind: TagKind): void {
    const last = this.#units[this.#length - 1];
    if (kind === 'inline' || this.#length === 0 || last === LINE_FEED) return;
    if (kind === 'block') this.#units[this.#length++] = LINE_FEED;
    else if (last !== SPACE) this.#units[this.#length++] = SPACE;
  }
}

function isReferenceUnit(unit: number): boolean {
  const letter = unit | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || (unit >= 0x30 && unit <= 0x39) || unit === 0x23;
}
