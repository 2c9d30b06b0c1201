import type { UtcSeconds } from '../oai/datestamp.ts';
import type { Granularity } from '../oai/granularity.ts';
import type { Selection } from '../oai/request.ts';
import type { SetSpec } from '../oai/set-spec.ts';
import type { Migrated } from './access.ts';
import type { ActLog } from './act-log.ts';
import type { Piece } from './packed.ts';
import type { Quarantine } from './quarantine.ts';
import type { Restamping } from './restamping.ts';
import type { SetLedger, StoredSet } from './set-ledger.ts';
import type { SourceLedger } from './source-ledger.ts';

/**
 * The store contract. Asynchronous and engine-neutral; one shared suite (test/store-contract.ts) holds every
 * store to it. A store knows no XML: it keeps bodies as it gets them and joins pages by a RecordLayout.
 *
 * Harvest order is the order of commits: each change of an item gets the next sequence number while the
 * writer holds the clock row, so datestamps never fall along it. A Place is a record's position in that
 * order within its format.
 */
export type Place = number;

/** The literal text around the parts of a record; xml/record-layout.ts has the one that is used. */
export interface RecordLayout {
  /** How an identifier is written between headerOpen and afterIdentifier. */
  readonly escapeIdentifier: (identifier: string) => string;
  readonly recordOpen: string;
  readonly headerOpen: string;
  readonly deletedHeaderOpen: string;
  readonly afterIdentifier: string;
  readonly afterDatestamp: string;
  readonly setOpen: string;
  readonly setClose: string;
  readonly headerClose: string;
  readonly recordClose: string;
  /**
   * metadataPrefixes of the formats that most harvesters ask for: these records are kept unpacked too, which takes more
   * room, and less time where an answer is not compressed.
   */
  readonly keptPlain: readonly string[];
}

/** What every reading answers: the clock row as the reading's own snapshot shows it. */
export interface Snapshot {
  /** The highest second ever used. Every change dated before it is in this snapshot. */
  high: UtcSeconds;
}

export interface RepositoryState extends Snapshot {
  /** Domain of the identifiers; undefined until the first item comes. */
  repositoryIdentifier: string | undefined;
  /** When the store was made; no datestamp is lower. */
  earliest: UtcSeconds;
  /** Keys that authenticate resumption tokens: the current one first. */
  tokenKeys: Buffer[];
  hasSets: boolean;
  /** What the bodies were rendered with; undefined in an empty store. */
  rendering: string | undefined;
  /** How far a run has come that renders all of them anew. */
  renderingProgress: RenderingProgress | undefined;
  /** Set: harvesters are told to come again later. */
  maintenance: Maintenance | undefined;
}

/** The repository is being worked on. */
export interface Maintenance {
  since: UtcSeconds;
  /** When harvesters shall come again, in seconds. */
  retryAfter: number;
}

/** What bodies are being rendered with, and the last identifier that is done. */
export interface RenderingProgress {
  rendering: string;
  after: string;
}

export interface PageQuery {
  selection: Selection;
  /** Only records behind this place. */
  after?: Place;
  /** Only records before this place. */
  before?: Place | undefined;
  /** The last record of all these, instead of the first ones. */
  tail?: boolean;
  /** At most this many records, and mostly as many; fewer where runs that are kept together are better left whole… */
  limit: number;
  /** …and no more after this many bytes; always at least one. */
  maxBytes: number;
  /** Whole records, or their headers only. */
  part: 'record' | 'header';
  granularity: Granularity;
  /** Give what is kept packed as it is, where whole runs are on the page; else all is plain. */
  packed?: boolean;
  /** Also tell the size of the complete list. */
  size?: boolean;
}

export interface Page extends Snapshot {
  /** Number of records. Nought: nothing matches. */
  count: number;
  /** Their bytes, one after the other. They are the caller's, who may empty them: no two pages share memory. */
  pieces: readonly Piece[];
  /** Place of the last record. */
  last: Place;
  /** The place that the format's next record will get: all that this snapshot holds is before it. */
  next: Place;
  /** Whether something follows. */
  more: boolean;
  /** Size of the complete list when asked for: exact, or an estimate where counting would cost too much. */
  size: number;
}

export type RecordReading = Snapshot &
  ({ found: 'record'; bytes: Buffer } | { found: 'noSuchItem' } | { found: 'noSuchFormat' });

export interface ItemFormats extends Snapshot {
  /** Whether the identifier is known: some record of it, perhaps deleted, is disseminated. */
  known: boolean;
  /** Prefixes in which the item has a record that is not deleted. */
  metadataPrefixes: string[];
}

export interface SetsPage extends Snapshot {
  sets: StoredSet[];
  more: boolean;
  size: number;
}

/** Who deleted: what a person deleted by hand, no import brings back. */
export type Deletion = 'source' | 'hand';

/** One item as the store keeps it. */
export interface StoredItem {
  identifier: string;
  /** Canonical JSON; undefined for a deletion that came without an item, or after erasure. */
  content: string | undefined;
  sets: SetSpec[];
  deleted: Deletion | undefined;
  erased: boolean;
  source: string;
  /** See Change. */
  verbatim: string | undefined;
  /** When the record is to become public, where that is still to come. */
  visibleFrom: UtcSeconds | undefined;
}

export type Change =
  | {
      kind: 'put';
      identifier: string;
      /** Who owns it; an item belongs to one source. Left out: the owner stays, and a new item is of `import`. */
      source?: string | undefined;
      content: string;
      /** Payloads that were kept as they came, by metadataPrefix, and provenance; JSON. */
      verbatim?: string | undefined;
      /** Minimal list. */
      sets: SetSpec[];
      /** metadataPrefix and body of each format that the item has. Empty while it is not to be seen yet. */
      bodies: ReadonlyMap<string, string>;
      visibleFrom?: UtcSeconds;
      /** Also bring back what a person deleted. */
      undelete?: boolean;
      /**
       * The item as it was read to be rendered anew. When it has changed since, or is deleted, nothing is written:
       * whoever changed it has rendered it.
       */
      basedOn?: StoredItem;
      /** Leave the item as it is when its content is: only its rendering may differ, and that is for another day. */
      onlyNewContent?: boolean;
    }
  | {
      kind: 'delete';
      identifier: string;
      source?: string | undefined;
      by: Deletion;
      /**
       * Keep nothing but the tombstone, for ever, and take nothing in again. What was only in quarantine is gone from
       * there (`deleted`), and no item comes of it.
       */
      erase?: boolean;
      /** Given: an unknown item becomes a tombstone in this format, in these sets. Left out: it is passed over. */
      tombstone?: { metadataPrefix: string; sets: SetSpec[] };
    }
  | {
      /** Gives all records of an item a new datestamp, deleted ones too, and changes nothing else of them. */
      kind: 'redate';
      identifier: string;
    }
  | { kind: 'set'; setSpec: SetSpec; setName: string };

/**
 * What a change came to: `unchanged` moves no datestamp; `withheld` is an item that a person deleted or erased;
 * `foreign` one of another source, which was left alone.
 */
export type Outcome = 'created' | 'updated' | 'unchanged' | 'deleted' | 'withheld' | 'unknown' | 'foreign';

export interface Counts {
  /** Records by format: all and deleted ones. */
  formats: { metadataPrefix: string; records: number; deleted: number }[];
  items: number;
  sets: number;
  waiting: number;
}

/** What would come of changes, in records of all formats. */
export interface Difference {
  /** Records that are not deleted and would get a new datestamp. */
  changed: number;
  /** Records that would come into being. */
  added: number;
  unchanged: number;
}

/** What answers requests. Never waits long for a lock, and never stands still for one: a busy store throws StoreBusy. */
export interface StoreReader {
  /**
   * Raises the clock row to `now` in a tiny transaction of its own, at most once a second and without
   * waiting. Leaves it when the store is locked or read-only: answers then just carry an older responseDate.
   */
  advanceClock(now: UtcSeconds): Promise<void>;
  readState(): Promise<RepositoryState>;
  /**
   * The tokenKeys of the state, which may be a second old: a page then costs one reading, not two. `fresh`: as whoever
   * writes has them.
   */
  readTokenKeys(options?: { fresh?: boolean }): Promise<Buffer[]>;
  /** An identifier of the store that is public; undefined where there is none. */
  readSampleIdentifier(): Promise<string | undefined>;
  readPage(query: PageQuery): Promise<Page>;
  readRecord(identifier: string, metadataPrefix: string, granularity: Granularity): Promise<RecordReading>;
  readItemFormats(identifier: string): Promise<ItemFormats>;
  /** Sets in byte order of their setSpecs. */
  readSets(query: { after?: SetSpec; limit: number; size?: boolean }): Promise<SetsPage>;
  readItem(identifier: string): Promise<StoredItem | undefined>;
}

/** What imports and commands need. */
export interface StoreWriter {
  /**
   * Writes a batch as one transaction. The datestamp is chosen inside it, once the write lock is held:
   * max(now, high). Sets with all their ancestors come into being with the items that name them. A dry run
   * tells what would come of it, and leaves everything as it was.
   */
  write(changes: readonly Change[], now: () => UtcSeconds, options?: { dryRun?: boolean }): Promise<Outcome[]>;
  /** Names the repository for ever; throws a Fault when records already bear another name. */
  claimIdentifier(repositoryIdentifier: string): Promise<void>;
  /**
   * Notes what the bodies are rendered with from now on. With `expected`: only where the note still says `before`;
   * answers whether it did.
   */
  noteRendering(rendering: string, expected?: { before: string | undefined }): Promise<boolean>;
  /** Notes how far a run has come that renders all of them anew; forgotten when noteRendering says that it is done. */
  noteRenderingProgress(progress: RenderingProgress): Promise<void>;
  /** Notes that the repository is being worked on, or is so no longer. */
  noteMaintenance(maintenance: Maintenance | undefined): Promise<void>;
  /** What these changes would come to in the formats that are offered; writes nothing, and waits for nobody. */
  compare(changes: readonly Extract<Change, { kind: 'put' }>[], offered: readonly string[]): Promise<Difference>;
  /** How long a write waits for another process's lock from now on; until then, ten seconds. */
  limitPatience(milliseconds: number): void;
  /** All items in order of identifier, for export and rendering, in flat memory. */
  items(after?: string): AsyncIterable<StoredItem>;
  /** Items whose visibleFrom has come. */
  due(now: UtcSeconds): Promise<StoredItem[]>;
  counts(): Promise<Counts>;
  /** A new token key becomes current. The previous one may stay good for lists that are under way. */
  rotateTokenKey(options: { keepPrevious: boolean }): Promise<void>;
}

export interface Store extends StoreReader, StoreWriter {
  /**
   * What harvesters are answered from: a replica, where the store has one. All else reads what it may go by when it
   * writes.
   */
  readonly answers: StoreReader;
  readonly sources: SourceLedger;
  readonly quarantine: Quarantine;
  readonly sets: SetLedger;
  readonly restamping: Restamping;
  readonly acts: ActLog;
  /** Where it is, for people: without any password. */
  readonly description: string;
  /** What opening it did to its schema. */
  readonly migrated: Migrated | undefined;
  /** What it takes on disk, in bytes. */
  size(): Promise<number>;
  close(): Promise<void>;
}

/** The store could not answer in time; the request may be sent again (HTTP 503). */
export class StoreBusy extends Error {
  override readonly name = 'StoreBusy';
}
