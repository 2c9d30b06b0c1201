import { francAll } from 'franc';

/** ISO 639-3 codes that franc knows under the code of a member or a sister. */
const FRANC_CODES: ReadonlyMap<string, readonly string[]> = new Map([
  ['sqi', ['als']],
  ['est', ['ekk']],
  ['lav', ['lvs']],
  ['aze', ['azj']],
  ['uzb', ['uzn']],
  ['fas', ['pes', 'prs']],
  ['ara', ['arb']],
  ['nor', ['nob', 'nno']],
  ['msa', ['zlm']],
  ['mon', ['khk']],
  ['swa', ['swh']],
  ['yid', ['ydd']],
  ['zho', ['cmn']],
  ['kur', ['kmr', 'ckb']],
  ['rom', ['rmn']],
  ['hbs', ['srp', 'bos', 'hrv']],
  ['cnr', ['srp', 'bos', 'hrv']],
]);

/** Shorter texts tell nothing. */
const SHORTEST = 60;
/** A piece is judged at a time: in a long text the distances of all languages draw close to each other. */
const PIECE = 200;
const MOST_PIECES = 12;
/** How near to the best of all languages the best candidate must come (1 is equal): Russian is 0.95 Bulgarian. */
const NEAR_THE_BEST = 0.965;
/** English has no such sister but Scots, and no other language comes nearer to it than 0.7. */
const NEAR_ENOUGH_FOR_ENGLISH = 0.85;
/** How near to the best candidate the next one may come. */
const CLEAR_OF_THE_NEXT = 0.9;
/** The share of pieces that must agree. */
const AGREEMENT = 0.8;

/**
 * Which of these languages (ISO 639-3) a text is in; undefined when that is not certain: the text is too short, is
 * in several languages or in one that is no candidate, or the candidates are too much alike.
 */
export function detectLanguage(text: string, candidates: readonly string[]): string | undefined {
  if (text.length < SHORTEST) return undefined;
  const votes = new Map<string, number>();
  const pieces = piecesOf(text);
  for (const piece of pieces) {
    const language = judge(piece, candidates);
    if (language !== undefined) votes.set(language, (votes.get(language) ?? 0) + 1);
  }
  const [winner, next] = [...votes].sort((a, b) => b[1] - a[1]);
  if (!winner || winner[1] < pieces.length * AGREEMENT) return undefined;
  return next && next[1] > pieces.length * (1 - AGREEMENT) ? undefined : winner[0];
}

function piecesOf(text: string): string[] {
  const count = Math.min(MOST_PIECES, Math.max(1, Math.floor(text.length / PIECE)));
  // Spread over the whole text: a summary in two languages must be seen as such.
  const step = text.length / count;
  return Array.from({ length: count }, (_, i) => text.slice(Math.floor(i * step), Math.floor(i * step) + PIECE));
}

function judge(piece: string, candidates: readonly string[]): string | undefined {
  const owner = new Map<string, string>();
  for (const language of candidates) {
    for (const code of FRANC_CODES.get(language) ?? [language]) if (!owner.has(code)) owner.set(code, language);
  }
  const [best, ...others] = francAll(piece, { only: [...owner.keys()] });
  const language = owner.get(best?.[0] ?? 'und');
  if (!best || language === undefined) return undefined;
  // A third language would be taken for the candidate that is least unlike it: it must come out ahead of all.
  const overall = francAll(piece).find(([code]) => code === best[0])?.[1] ?? 0;
  if (overall < (language === 'eng' ? NEAR_ENOUGH_FOR_ENGLISH : NEAR_THE_BEST)) return undefined;
  const rival = others.find(([code]) => owner.get(code) !== language);
  return rival && rival[1] > CLEAR_OF_THE_NEXT ? undefined : language;
}
