import type { UtcSeconds } from '../../oai/datestamp.ts';
import { closure, type SetSpec } from '../../oai/set-spec.ts';
import type { RecordLayout } from '../store.ts';
import type { BatchStatements, RecordRow } from './batch-statements.ts';
import { placeOf } from './place.ts';
import { TallyChanges } from './tally-changes.ts';

/** What a record is to become. */
export interface Version {
  deleted: boolean;
  /** Minimal list, separated by blanks. */
  setSpecs: string;
  body: string;
}

/** Puts the records of one batch in their places: the same datestamp for all, a sequence number for each item. */
export class RecordPlacer {
  readonly tally = new TallyChanges();
  readonly #sql: BatchStatements;
  readonly #layout: RecordLayout;
  readonly #datestamp: UtcSeconds;
  readonly #setIds = new Map<SetSpec, number>();
  readonly #formatIds = new Map<string, number>();

  constructor(sql: BatchStatements, layout: RecordLayout, datestamp: UtcSeconds) {
    this.#sql = sql;
    this.#layout = layout;
    this.#datestamp = datestamp;
  }

  formatId(metadataPrefix: string): number {
    const known = this.#formatIds.get(metadataPrefix) ?? this.#sql.format.get(metadataPrefix);
    const id = known ?? Number(this.#sql.insertFormat.run(metadataPrefix).lastInsertRowid);
    this.#formatIds.set(metadataPrefix, id);
    return id;
  }

  /** Makes the set when it is new; its name is that of its rule, else its setSpec until somebody gives it one. */
  setId(setSpec: SetSpec): number {
    const known = this.#setIds.get(setSpec) ?? this.#sql.set.get(setSpec)?.set_id;
    const id = known ?? this.#makeSet(setSpec);
    this.#setIds.set(setSpec, id);
    return id;
  }

  #makeSet(setSpec: SetSpec): number {
    const colon = setSpec.lastIndexOf(':');
    const setName = this.#sql.slugName.get(setSpec.slice(0, Math.max(colon, 0)), setSpec.slice(colon + 1));
    const { lastInsertRowid } = this.#sql.insertSet.run(setSpec, setName ?? setSpec, setName === undefined ? 0 : 1);
    return Number(lastInsertRowid);
  }

  /** Puts a record at the end of harvest order and takes its former version away. */
  place(
    item: { id: number; identifier: string },
    sequence: number,
    format: number,
    former: RecordRow | undefined,
    version: Version,
  ): void {
    if (former) {
      this.#sql.dropRecord.run(former.place);
      const sets = this.#memberships(former.set_specs);
      for (const set of sets) this.#sql.dropMember.run(set, former.place);
      this.tally.add(format, sets, -1, former.deleted ? -1 : 0);
    }
    const at = placeOf(format, sequence);
    const { setSpecs, body } = version;
    const deleted = version.deleted ? 1 : 0;
    const identifier = this.#layout.escapeIdentifier(item.identifier);
    this.#sql.insertRecord.run(at, item.id, format, this.#datestamp, deleted, identifier, setSpecs, body);
    const sets = this.#memberships(setSpecs);
    for (const set of sets) this.#sql.insertMember.run(set, at);
    this.tally.add(format, sets, 1, deleted);
  }

  /** The sets of a list and all above them. */
  #memberships(setSpecs: string): number[] {
    return setSpecs === '' ? [] : closure(setSpecs.split(' ')).map((setSpec) => this.setId(setSpec));
  }
}
