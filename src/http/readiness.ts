import { StoreBusy, type StoreReader } from '../store/store.ts';

/** A store that needs longer to say how it is, in milliseconds, is not one to answer from. */
const PATIENCE = 2_000;
/** What was found holds for so long, in milliseconds: whoever asks all the time costs nothing. */
const HOLDS = 1_000;

const WORKED_ON = 'The repository is being worked on: `oai-pmh maintenance off` ends that.';

/** Whether a server can answer harvesters now. */
export class Readiness {
  /** Set when the server is to end: it finishes what it began, and wants nothing new. */
  stopping = false;
  readonly #store: Pick<StoreReader, 'readState'>;
  #found: { at: number; reasons: Promise<string[]> } | undefined;

  constructor(store: Pick<StoreReader, 'readState'>) {
    this.#store = store;
  }

  /** Why it cannot, a sentence each; none: it can. */
  async reasons(): Promise<string[]> {
    const now = performance.now();
    if (this.#found === undefined || now - this.#found.at > HOLDS) this.#found = { at: now, reasons: this.#look() };
    const reasons = await this.#found.reasons;
    return this.stopping ? ['The server is stopping.', ...reasons] : reasons;
  }

  async #look(): Promise<string[]> {
    let end: NodeJS.Timeout | undefined;
    const late = new Promise<string[]>((resolve) => {
      end = setTimeout(resolve, PATIENCE, [`The store has not answered within ${PATIENCE / 1000} seconds.`]);
    });
    try {
      return await Promise.race([
        this.#store.readState().then(({ maintenance }) => (maintenance ? [WORKED_ON] : [])),
        late,
      ]);
    } catch (error) {
      return [error instanceof StoreBusy ? 'The store is busy.' : 'The store cannot be read.'];
    } finally {
      clearTimeout(end);
    }
  }
}
