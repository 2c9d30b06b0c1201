import { sizeOf } from '../size-of.ts';

/** Rows of one statement, in characters or bytes. pg writes an array as one text, which may not have 512 million. */
const LARGEST = 8_000_000;

/** Rows in their order, so many at once that a statement with them stays small; a row that is larger stands alone. */
export function* portionsOf<Row extends object>(rows: Iterable<Row>): Generator<Row[]> {
  let portion: Row[] = [];
  let size = 0;
  for (const row of rows) {
    const more = sizeOf(row);
    if (portion.length > 0 && size + more > LARGEST) {
      yield portion;
      portion = [];
      size = 0;
    }
    portion.push(row);
    size += more;
  }
  if (portion.length > 0) yield portion;
}
