/** How a backup goes on and ends. */
export interface BackupOptions {
  /** Aborted when it is to stop: then nothing stays of it. */
  stop: AbortSignal;
  /** `done` of `all` steps of one kind: pages of the file, or rows. */
  progress(done: number, all: number): void;
}
