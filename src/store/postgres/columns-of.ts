/** Turns rows into one array a column, as unnest takes them: one parameter for each column, however many rows. */
export function columnsOf<Row>(rows: readonly Row[], ...columns: ((row: Row) => unknown)[]): unknown[][] {
  return columns.map((column) => rows.map(column));
}
