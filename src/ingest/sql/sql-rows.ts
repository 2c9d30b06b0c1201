/** The rows of a query, in portions: memory does not grow with the result. */
export interface SqlRows {
  readonly columns: readonly string[];
  /** Values as the database has them, in the order of the columns. */
  portions(): AsyncIterable<readonly (readonly unknown[])[]>;
  close(): Promise<void>;
}

export const ROWS_IN_PORTION = 200;
