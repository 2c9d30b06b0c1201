import type { Crosswalk } from '../../src/formats/format.ts';
import { marc21 } from '../../src/formats/marc21.ts';
import { oaiDatacite } from '../../src/formats/oai-datacite.ts';
import { oaiDc } from '../../src/formats/oai-dc.ts';
import { type Cataloguing, catalogue } from '../../src/ingest/cataloguing.ts';
import type { Item } from '../../src/items/item.ts';
import type { RepositorySettings } from '../../src/verbs/answer-context.ts';
import { Endpoint, REPOSITORY_IDENTIFIER } from './endpoint.ts';
import { secondsOf, TestClock } from './test-clock.ts';

/**
 * The repository F of the conformance checklist: five records, three formats, page size 2. The third
 * format is for items with a DOI only.
 */
export const ID = (local: string): string => `oai:${REPOSITORY_IDENTIFIER}:${local}`;

export const FIXTURE_FORMATS: readonly Crosswalk[] = [oaiDc, marc21, oaiDatacite];

export const CATALOGUING: Cataloguing = {
  repositoryIdentifier: REPOSITORY_IDENTIFIER,
  crosswalks: FIXTURE_FORMATS,
  landingUrl: 'https://oai.example.org/items/{id}',
};

/** A small item; `n` makes it distinct. */
export function itemF(local: string, more: Partial<Item> = {}): Item {
  return {
    identifier: ID(local),
    titles: [{ text: `Article ${local}`, lang: 'en' }],
    agents: [{ family: 'Đorđević', given: 'Milica' }],
    dates: [{ date: '2021', kind: 'issued' }],
    publishers: [{ name: 'Press of F' }],
    type: 'article',
    identifiers: [{ scheme: 'doi', value: `10.5555/${local}` }],
    ...more,
  };
}

/** Writes items at a moment. */
export async function putAt(endpoint: Endpoint, datestamp: string, ...items: Item[]): Promise<void> {
  const now = secondsOf(datestamp);
  const cataloguing = { ...CATALOGUING, crosswalks: endpoint.formats };
  await endpoint.store.write(
    items.map((item) => catalogue(item, now, cataloguing)),
    () => now,
  );
}

export async function deleteAt(endpoint: Endpoint, datestamp: string, ...locals: string[]): Promise<void> {
  await endpoint.store.write(
    locals.map((local) => ({ kind: 'delete', identifier: ID(local), by: 'source' })),
    () => secondsOf(datestamp),
  );
}

export interface FixtureOptions {
  settings?: Partial<RepositorySettings>;
  /** F-nosets. */
  withoutSets?: boolean;
}

/** Starts F. The clock stands at 2026-03-01T10:00:00Z once it is filled. */
export async function startFixtureF({ settings = {}, withoutSets = false }: FixtureOptions = {}): Promise<Endpoint> {
  const clock = new TestClock('2020-01-01T00:00:00Z');
  const endpoint = await Endpoint.start({ clock, formats: FIXTURE_FORMATS, settings: { pageSize: 2, ...settings } });
  const sets = (...setSpecs: string[]) => (withoutSets ? {} : { sets: setSpecs });
  if (!withoutSets) {
    await endpoint.store.write(
      [
        { kind: 'set', setSpec: 'journal', setName: 'Journals' },
        { kind: 'set', setSpec: 'journal:a', setName: 'Journal A' },
        { kind: 'set', setSpec: 'journal:b', setName: 'Journal B' },
        { kind: 'set', setSpec: 'journal:empty', setName: 'A journal without articles' },
        { kind: 'set', setSpec: 'lang', setName: 'Languages' },
        { kind: 'set', setSpec: 'lang:tr', setName: 'Türkçe' },
      ],
      () => clock.now(),
    );
  }
  await putAt(endpoint, '2020-01-01T00:00:00Z', itemF('r1', sets('journal:a')));
  await putAt(endpoint, '2021-06-15T23:59:59Z', itemF('r2', sets('journal:a', 'lang:tr')));
  await putAt(endpoint, '2021-06-16T00:00:00Z', itemF('r3', sets('journal:b')));
  await putAt(endpoint, '2021-06-16T00:00:00Z', itemF('r4', sets('journal:b')));
  await deleteAt(endpoint, '2022-03-01T12:00:00Z', 'r4');
  await putAt(endpoint, '2023-01-01T00:00:00Z', itemF('r5', { identifiers: [] }));
  clock.set('2026-03-01T10:00:00Z');
  return endpoint;
}
