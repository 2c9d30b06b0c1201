import type { Selection } from '../../src/oai/request.ts';
import type { Page } from '../../src/store/store.ts';
import { plainText } from '../support/plain-text.ts';
import type { HARVESTERS } from './schedule.ts';

type What = (typeof HARVESTERS)[number];

const DAY = 86_400;

/** A harvester by the book: its next `from` is the responseDate of its last list's first page. */
export class SimulatedHarvester {
  readonly what: What;
  /** What it knows of each record: its text, or that it is deleted. */
  readonly mirror = new Map<string, string>();
  #from: number | undefined;
  #list: { after: number | undefined; firstResponseDate: number | undefined } = fresh();

  constructor(what: What) {
    this.what = what;
  }

  /** What it asks for next. */
  request(): { selection: Selection; after: number | undefined; granularity: 'seconds' | 'day' } {
    const { metadataPrefix, granularity } = this.what;
    const selection: Selection = {
      metadataPrefix,
      ...('set' in this.what ? { set: this.what.set } : {}),
      ...(this.#from === undefined ? {} : { from: this.#from }),
    };
    return { selection, after: this.#list.after, granularity };
  }

  /** Takes a page; answers the identifiers on it. */
  receive(page: Page, responseDate: number): string {
    const list = this.#list;
    list.firstResponseDate ??= responseDate;
    const records = [...plainText(page.pieces).matchAll(/\[([+-])(\w+)@\S*((?: #\S+)*) (\w*)\]/g)];
    for (const [, sign, identifier = '', sets, body] of records) {
      this.mirror.set(identifier, sign === '-' ? 'deleted' : `${body}${sets}`);
    }
    if (page.more) {
      list.after = page.last;
    } else {
      const first = list.firstResponseDate;
      // With days it asks for the whole last day again.
      this.#from = this.what.granularity === 'day' ? first - (((first % DAY) + DAY) % DAY) : first;
      this.#list = fresh();
    }
    return records.map(([, , identifier]) => identifier).join(' ');
  }

  /** What this mirror lacks or has wrong, compared with all that there is; undefined when nothing. */
  misses(whole: SimulatedHarvester): string | undefined {
    for (const [identifier, text] of whole.mirror) {
      const mine = this.mirror.get(identifier);
      if (mine !== text) return `holds ${identifier} as ${mine ?? 'unknown'}, but the store as ${text}`;
    }
    // A set harvester keeps what has left its set (CONFORMANCE HRV-18); the others may hold nothing else.
    const more = [...this.mirror.keys()].filter((identifier) => !whole.mirror.has(identifier));
    return more.length > 0 && !('set' in this.what) ? `holds ${more.join(' ')}, which the store does not` : undefined;
  }
}

function fresh(): { after: number | undefined; firstResponseDate: number | undefined } {
  return { after: undefined, firstResponseDate: undefined };
}
