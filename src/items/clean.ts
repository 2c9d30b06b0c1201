import { type CleaningChange, cleanPass } from './clean-pass.ts';
import { nfc } from './nfc.ts';

export type { CleaningChange } from './clean-pass.ts';

/** What may need a change, surrogates included; one look at this and at NFC settles nearly every text. */
const SUSPECT = /[<&\r]|[^\t\n\x20-\ud7ff\ue000-\ufffd]/;
/** The same, knowing pairs from lone surrogates: slower, only for the few texts with characters beyond U+FFFF. */
const SUSPECT_BY_CODE_POINT = /[<&\r]|[^\t\n\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** Real text is done after one walk; the second confirms it. */
const MOST_WALKS = 4;

/**
 * Turns any string into plain text that XML 1.0 can carry: forbidden characters become U+FFFD, CRLF and CR become
 * LF, Unicode NFC, layout tags of HTML and JATS removed, HTML character references decoded until none is left,
 * trimmed. Rules with examples: docs/text-cleaning.md. Cleaning a cleaned text changes nothing, for every string.
 * `changes` is empty exactly when the text is as it was. Never throws.
 */
export function cleanText(text: string): { text: string; changes: CleaningChange[] } {
  if (isPlain(text)) {
    const trimmed = text.trim();
    return { text: trimmed, changes: trimmed === text ? [] : ['trimmed'] };
  }
  const changes = new Set<CleaningChange>();
  let current = text;
  for (let walk = 0; walk < MOST_WALKS; walk++) {
    const next = cleanPass(current, changes, false);
    if (next === current) return { text: current, changes: [...changes] };
    current = next;
  }
  return { text: cleanPass(current, changes, true), changes: [...changes] };
}

/** The cleaned text alone. */
export function clean(text: string): string {
  return cleanText(text).text;
}

function isPlain(text: string): boolean {
  if (SUSPECT.test(text) && SUSPECT_BY_CODE_POINT.test(text)) return false;
  return nfc(text) === text;
}
