import { type Request, Router } from 'express';
import { isLegalSet } from '../oai/set-spec.ts';
import { browsePage, type CountedSet, itemListPage, wrongListPage } from '../pages/browse-page.ts';
import { readItemList } from '../pages/item-list.ts';
import type { ItemSite } from '../pages/item-view.ts';
import type { ListArguments } from '../pages/list-path.ts';
import { PAGE_HEADERS } from '../pages/page-headers.ts';
import { readHeaderPage } from '../pages/read-header-page.ts';
import { readSet } from '../pages/read-item-view.ts';
import { readMonths, readPeriod } from '../pages/read-months.ts';
import type { StoredSet } from '../store/set-ledger.ts';
import type { StoreReader } from '../store/store.ts';
import { type Document, sendDocument } from './send-document.ts';

/** Sets on a page, each of which is counted. */
const SETS = 100;

/** Lists of items for people: `/browse` shows sets and months, `/browse/items` what is in one. */
export function createBrowseRouter(store: StoreReader, site: ItemSite): Router {
  const router = Router({ caseSensitive: true });
  router.get('/', async (request, response) => {
    await sendDocument(request, response, await overview(argumentsOf(request, ['setsAfter']), store, site));
  });
  router.get('/items', async (request, response) => {
    await sendDocument(request, response, await list(argumentsOf(request, ['set', 'date', 'after']), store, site));
  });
  return router;
}

interface Arguments<Name extends string> {
  given: { [name in Name]?: string | undefined };
  faults: string[];
}

/** The values of these arguments; others are nobody's. */
function argumentsOf<Name extends string>(request: Request, names: readonly Name[]): Arguments<Name> {
  const query = new URLSearchParams(request.url.split('?')[1] ?? '');
  const repeated = names.filter((name) => query.getAll(name).length > 1);
  return {
    given: Object.fromEntries(names.map((name) => [name, query.get(name) ?? undefined])) as Arguments<Name>['given'],
    faults: repeated.map((name) => `The argument ${name} is there more than once.`),
  };
}

async function overview(
  { given: { setsAfter }, faults }: Arguments<'setsAfter'>,
  store: StoreReader,
  site: ItemSite,
): Promise<Document> {
  if (setsAfter !== undefined && !isLegalSet(setsAfter)) faults.push('setsAfter is no setSpec.');
  if (faults.length > 0) return wrong(faults, site);
  const { sets, more } = await store.readSets({
    limit: SETS,
    ...(setsAfter === undefined ? {} : { after: setsAfter }),
  });
  const parts = {
    sets: await countedOneByOne(sets, store),
    moreSetsAfter: more ? sets.at(-1)?.setSpec : undefined,
    months: await readMonths(store),
  };
  return { headers: PAGE_HEADERS, text: browsePage(parts, site) };
}

/** One at a time: others want the connections of the store too. */
async function countedOneByOne(sets: readonly StoredSet[], store: StoreReader): Promise<CountedSet[]> {
  const counted: CountedSet[] = [];
  for (const set of sets) {
    const { size } = await readHeaderPage(store, { set: set.setSpec }, { limit: 1, size: true });
    counted.push({ ...set, records: size });
  }
  return counted;
}

async function list(
  { given, faults }: Arguments<keyof ListArguments>,
  store: StoreReader,
  site: ItemSite,
): Promise<Document> {
  const { set, date, after } = given;
  const period = date === undefined ? {} : readPeriod(date);
  if (set !== undefined && !isLegalSet(set)) faults.push('set is no setSpec.');
  if (!period) faults.push('date is neither a year, such as 2026, nor a month, such as 2026-11.');
  if (after !== undefined && !/^\d{1,15}$/.test(after)) faults.push('after is no place in a list.');
  if (faults.length > 0) return wrong(faults, site);
  const selection = { ...period, ...(set === undefined ? {} : { set }) };
  const items = await readItemList(selection, after === undefined ? undefined : Number(after), store);
  const name = set === undefined ? undefined : (await readSet(set, store)).setName;
  return { headers: PAGE_HEADERS, text: itemListPage(items, given, name, site) };
}

function wrong(faults: readonly string[], site: ItemSite): Document {
  return { status: 400, headers: PAGE_HEADERS, text: wrongListPage(faults, site) };
}
