/** Runs of marks up to this long are left to the engine. Text of any language has fewer than ten. */
const LONG_RUN = /\p{M}{64,}/gu;
/** Below U+0300 there are no combining marks, and whatever text is made of these characters is in NFC. */
const MAY_HOLD_MARKS = /[\u0300-\uffff]/;

/**
 * Unicode normalisation form C in linear time. `String.normalize` sorts combining marks by insertion: 200 kB
 * of marks in an unlucky order keep it busy for eight seconds. So longer runs are handed over sorted.
 */
export function nfc(text: string): string {
  return MAY_HOLD_MARKS.test(text) ? text.replace(LONG_RUN, canonicalOrder).normalize('NFC') : text;
}

/** Decomposes a run of marks and puts it into canonical order (Unicode 3.11, D109), stable and without ICU's sort. */
function canonicalOrder(run: string): string {
  const parts = new Map<string, string[]>();
  const marks: string[] = [];
  for (const mark of run) {
    let decomposed = parts.get(mark);
    if (!decomposed) {
      decomposed = [...mark.normalize('NFD')];
      parts.set(mark, decomposed);
    }
    marks.push(...decomposed);
  }
  const rank = ranks(new Set(marks));
  const ordered: string[] = [];
  let classes: string[][] = [];
  const flush = () => {
    for (const sameClass of classes) for (const mark of sameClass ?? []) ordered.push(mark);
    classes = [];
  };
  for (const mark of marks) {
    const place = rank.get(mark);
    if (place === undefined) {
      flush();
      ordered.push(mark);
    } else {
      classes[place] ??= [];
      classes[place].push(mark);
    }
  }
  flush();
  return ordered.join('');
}

/**
 * The marks that move, each with a number that orders them as their canonical combining classes do. JavaScript
 * does not tell the classes; what it tells is whether two neighbours change places. There are about a thousand
 * such marks in all, so this does not grow with the text.
 */
function ranks(marks: Set<string>): Map<string, number> {
  const moving = [...marks].filter((mark) => swaps(mark, LOWEST_CLASS) || swaps(HIGHEST_CLASS, mark));
  moving.sort((a, b) => Number(swaps(a, b)) - Number(swaps(b, a)));
  const rank = new Map<string, number>();
  let current = 0;
  let previous: string | undefined;
  for (const mark of moving) {
    if (previous !== undefined && swaps(mark, previous)) current++;
    rank.set(mark, current);
    previous = mark;
  }
  return rank;
}

const LOWEST_CLASS = '\u0338';
const HIGHEST_CLASS = '\u0345';

function swaps(first: string, second: string): boolean {
  return (first + second).normalize('NFD') !== first + second;
}
