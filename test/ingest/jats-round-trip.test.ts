import fc from 'fast-check';
import { jats } from '../../src/ingest/jats.ts';
import { readUrl } from '../../src/ingest/read-url.ts';
import { checkItem } from '../../src/items/check-item.ts';
import { bareDoi } from '../../src/items/doi.ts';
import type { Item } from '../../src/items/item.ts';
import { FULL_ITEM } from '../formats/full-item.ts';
import { anyItem } from '../support/any-item.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { ARTICLE_TYPES, jatsOf, RELATION_TYPES } from './jats-writer.ts';
import { readAll, sourceFile } from './read-source.ts';

const folder = temporaryFolder();
const SCHEMES = new Set(['doi', 'pmid', 'arxiv', 'handle']);

async function thereAndBack(item: Item): Promise<Item> {
  const file = sourceFile(folder, jatsOf(item));
  const incoming = await readAll(jats, file);
  const read = incoming.flatMap((entry) => (entry.kind === 'item' ? [entry.item] : []));
  expect(read).toHaveLength(1);
  return checked({ ...read[0], identifier: read[0]?.identifier === file.localId ? 'its path' : read[0]?.identifier });
}

function checked(item: unknown): Item {
  const result = checkItem(item);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.item;
}

/** What of an item is carried through JATS, in the form that reading gives it. */
function carried(item: Item): Item {
  const { host, licence, dates = [] } = item;
  const of = (kind: string) => item.titles.filter((title) => (title.kind ?? 'main') === kind);
  const [main] = of('main').map(({ text, lang }) => ({ text: line(text), ...(lang && { lang }) }));
  const issued = dates.find(({ kind }) => kind === 'issued');
  const doi = item.identifiers?.find(({ scheme }) => scheme === 'doi')?.value.toLowerCase();
  const pmid = item.identifiers?.find(({ scheme }) => scheme === 'pmid')?.value;
  const uri = licence?.uri && readUrl(licence.uri);
  const parts: Record<string, unknown> = {
    identifier: doi ?? (pmid ? `pmid/${line(pmid)}` : 'its path'),
    titles: [
      main,
      ...of('subtitle'),
      ...of('translated'),
      ...of('alternative').filter(({ text }) => line(text) !== main?.text),
    ].map((title) => title && { ...title, text: line(title.text) }),
    agents: item.agents?.map(({ role = 'author', kind, family, given, literal, orcid, affiliations = [] }) => ({
      role,
      ...(kind === 'organisation'
        ? { kind, literal: line(literal ?? family ?? '') }
        : family === undefined
          ? { literal: line(literal ?? '') }
          : { family: line(family), ...(given && { given: line(given) }) }),
      ...(orcid && { orcid }),
      affiliations: affiliations
        .map(({ name, ror }) => ({
          name: line(name).replace(/^[ ,;.]+|(?:[ ,;]|(?<=[ ,;])\.)+$/g, ''),
          ...(ror && { ror }),
        }))
        .filter(({ name }) => name !== ''),
    })),
    abstracts: item.abstracts?.map(({ text, ...rest }) => ({
      text: text
        .split('\n')
        .map(line)
        .filter((part) => part !== '')
        .join('\n'),
      ...rest,
    })),
    keywords: distinct(item.keywords?.map(({ text, ...rest }) => ({ text: line(text), ...rest })) ?? []),
    subjects: distinct(
      (item.subjects ?? []).flatMap(({ text, lang, scheme, uri: concept }) =>
        scheme === undefined
          ? []
          : [
              {
                text: line(text),
                ...(lang && { lang }),
                scheme,
                ...(concept && readUrl(concept) && { uri: readUrl(concept) }),
              },
            ],
      ),
    ),
    languages: item.languages?.slice(0, 1),
    dates: [...(issued ? [issued] : []), ...dates.filter(({ kind }) => kind === 'submitted' || kind === 'accepted')],
    publishers: item.publishers?.map(({ name, ...rest }) => ({ name: line(name), ...rest })),
    host: {
      titles: host?.titles?.map(({ text, ...rest }) => ({ text: line(text), ...rest })),
      issns: host?.issns,
      volume: host?.volume && line(host.volume),
      issue: host?.issue && line(host.issue),
      firstPage: host?.firstPage && line(host.firstPage),
      lastPage: host?.firstPage && host.lastPage && line(host.lastPage),
      articleNumber: host?.articleNumber && line(host.articleNumber),
    },
    extent: { pages: (item.extent?.pages ?? 0) < 1_000_000 ? item.extent?.pages : undefined },
    type: item.type && ARTICLE_TYPES[item.type] && item.type,
    identifiers: item.identifiers
      ?.filter(({ scheme }) => SCHEMES.has(scheme))
      .map(({ scheme, value }) => ({ scheme, value: line(value) })),
    // A file of no type is a page, as one in HTML is.
    links: distinct(
      [
        ...(item.links ?? []),
        ...(item.files ?? []).flatMap(({ uri, mediaType }) => (isFile(mediaType) ? [] : [uri])),
      ].flatMap((link) => readUrl(link) ?? []),
    ),
    files: item.files
      ?.filter(({ uri, mediaType }) => readUrl(uri) && isFile(mediaType))
      .map(({ uri, mediaType }) => ({ uri, mediaType })),
    access: item.access?.status === 'open' ? { status: 'open' } : undefined,
    licence: {
      uri,
      text: licence?.text && line(licence.text),
      start: licence?.uri && licence.start?.length === 10 ? licence.start : undefined,
    },
    version: item.version,
    funding: item.funding?.map(({ funder, funderIdentifier, award, title }) => ({
      funder: line(funder),
      funderIdentifier: funderIdentifier && readUrl(funderIdentifier),
      award: award && line(award),
      title: title && line(title),
    })),
    relations: item.relations?.flatMap(relation),
  };
  return checked(JSON.parse(JSON.stringify(parts)));
}

/** A scheme is told by the form of the value; that of an article can be nothing else. */
function relation({ type, scheme = '', value }: NonNullable<Item['relations']>[number]) {
  const text = line(value);
  const doi = bareDoi(text);
  const told = RELATION_TYPES[type] === undefined ? 'relates' : type;
  if (doi !== undefined) return [{ type: told, scheme: 'doi', value: doi }];
  if (scheme === 'pmid') return [{ type: told, scheme, value: text }];
  const url = readUrl(text);
  return [url === undefined ? { type: told, value: text } : { type: told, scheme: 'url', value: url }];
}

function isFile(mediaType: string | undefined): boolean {
  return mediaType !== undefined && !/html/i.test(mediaType);
}

/** JATS is indented: white space is one space. */
function line(text: string): string {
  return text.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '');
}

function distinct<T>(entries: readonly T[]): T[] {
  return [...new Map(entries.map((entry) => [JSON.stringify(entry), entry])).values()];
}

/** JATS needs the title that an item may do without. */
function withMainTitle(item: Item): Item {
  const [first, ...others] = item.titles;
  if (!first || item.titles.some(({ kind = 'main' }) => kind === 'main')) return item;
  const { kind: _, ...main } = first;
  return { ...item, titles: [main, ...others] };
}

test('the full item comes back with all that JATS has a place for', async () => {
  const back = await thereAndBack(FULL_ITEM);
  expect(back).toEqual(carried(FULL_ITEM));
  expect(Object.keys(back)).toEqual(
    Object.keys(FULL_ITEM).filter((name) => !['access', 'coverage', 'sets', 'modified', 'visibleFrom'].includes(name)),
  );
});

test('a thousand items of any kind come back as they went, whatever their texts look like', async () => {
  const items = anyItem
    .map((value) => checkItem(value))
    .filter((result) => result.ok)
    .map((result) => withMainTitle((result as { item: Item }).item));
  await fc.assert(
    fc.asyncProperty(items, async (item) => {
      expect(await thereAndBack(item)).toEqual(carried(item));
    }),
    { numRuns: 1000 },
  );
}, 120_000);
