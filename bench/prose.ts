import { randomOf } from './random.ts';

/** The commonest words, most of every text. */
const FUNCTION_WORDS = (
  'the of and in to a is that for it as was with be by on not this are or from at which an but have were their one ' +
  'has been all we more also can between these its than into such some other only most two may our they about when over'
).split(' ');
const ONSETS = 'b c d f g h l m n p r s t v w br ch cl cr dr fl gr pl pr qu sc sh sp st str th tr'.split(' ');
const VOWELS = 'a e i o u a e i o e i ea ai io ou ee'.split(' ');
const ENDS = ['', '', '', 'n', 'r', 's', 't', 'l', 'nd', 'nt', 'ct', 'st', 'm', 'd'];
const ENDINGS = ['', '', '', 's', 'ed', 'ing', 'tion', 'al', 'ity', 'ment', 'ous', 'ly', 'er', 'ic'];

/** Words by frequency, like those of a language. */
const WORDS = [...FUNCTION_WORDS, ...invented(60_000)];

/**
 * So many words that compress like English prose: drawn by Zipf's law, some of them again and again because that is
 * what the text is about. 1,000 characters alone come to less than half by gzip. What repeats itself more than real
 * records do would prove nothing.
 */
export function prose(random: () => number, count: number): string {
  const topic: string[] = [];
  let text = '';
  for (let n = 0; n < count; n += 1) {
    const again = random() < 0.25 ? topic[Math.floor(random() * topic.length)] : undefined;
    const word = again ?? WORDS[Math.floor(WORDS.length ** random())] ?? '';
    if (word.length > 5) topic.push(word);
    text += text === '' ? '' : random() < 0.06 ? ', ' : ' ';
    text += word;
  }
  return text;
}

/** A word that is no function word. */
export function noun(random: () => number): string {
  return WORDS[FUNCTION_WORDS.length + Math.floor((WORDS.length - FUNCTION_WORDS.length) * random() ** 3)] ?? '';
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function invented(count: number): string[] {
  const random = randomOf(1);
  const of = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? '';
  return Array.from({ length: count }, (_, rank) => {
    const syllables = 1 + Math.floor(random() * (rank < 2000 ? 2 : 3));
    let word = '';
    for (let n = 0; n < syllables; n += 1) word += of(ONSETS) + of(VOWELS) + (n === syllables - 1 ? of(ENDS) : '');
    return word + of(ENDINGS);
  });
}
