import { languageTag } from '../../items/language.ts';
import { detectLanguage } from '../ceeol/detect-language.ts';

/** Looked for in every table, beside the languages that its language column names. */
const USUAL = ['eng', 'tur', 'deu', 'fra'] as const;
const MOST_SAMPLES = 12;
const FEWEST_SAMPLES = 3;
/** Shorter texts are put together until they tell something. */
const SAMPLE = 240;

/**
 * The language (BCP 47) that all texts of a column seem to be in; undefined when that is not certain. Good for a
 * hint to a person: the rows that were not looked at may be in another one.
 */
export function guessLanguage(cells: readonly string[], languages: readonly string[]): string | undefined {
  const samples = samplesOf(cells);
  if (samples.length < FEWEST_SAMPLES) return undefined;
  const candidates = [...new Set([...USUAL, ...languages])];
  const [first, ...others] = new Set(samples.map((sample) => detectLanguage(sample, candidates)));
  return first === undefined || others.length > 0 ? undefined : languageTag(first);
}

function samplesOf(cells: readonly string[]): string[] {
  const samples: string[] = [];
  let sample = '';
  for (const cell of cells) {
    sample = sample === '' ? cell : `${sample}. ${cell}`;
    if (sample.length < SAMPLE) continue;
    samples.push(sample.slice(0, 2 * SAMPLE));
    sample = '';
    if (samples.length === MOST_SAMPLES) break;
  }
  return samples;
}
