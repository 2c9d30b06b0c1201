import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cataloguing } from '../../src/ingest/cataloguing.ts';
import { importFiles } from '../../src/ingest/import-files.ts';
import { renderAll } from '../../src/ingest/render-all.ts';
import { SetRules } from '../../src/sets/set-rules.ts';
import { StoreBusy } from '../../src/store/store.ts';
import { Endpoint } from '../support/endpoint.ts';
import { CATALOGUING, ID } from '../support/fixture-f.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();
const file = join(folder, 'items.jsonl');
let endpoint: Endpoint;
beforeEach(async () => {
  endpoint = await Endpoint.start();
});
afterEach(() => endpoint.stop());

function importing(items: object[], cataloguing: Partial<Cataloguing>) {
  writeFileSync(file, items.map((item) => `${JSON.stringify(item)}\n`).join(''));
  const { store, clock } = endpoint;
  const parts = { store, cataloguing: { ...CATALOGUING, ...cataloguing }, clock };
  return importFiles([file], {}, parts, { message: () => {}, progress: () => {} });
}

const failing = {
  setsOf: async () => {
    throw new StoreBusy('the store is locked');
  },
};

test('a store that fails while sets are looked up refuses no record: the run ends', async () => {
  await expect(importing([{ identifier: 'a', titles: [{ text: 'A' }] }], { setRules: failing })).rejects.toThrow(
    StoreBusy,
  );
  expect(await endpoint.store.quarantine.count()).toBe(0);
});

test('nor does it let a rendering of all records pass for done', async () => {
  await importing([{ identifier: 'a', titles: [{ text: 'A' }] }], {});
  const refused: string[] = [];
  const rendering = renderAll({
    store: endpoint.store,
    cataloguing: { ...CATALOGUING, setRules: failing },
    rendering: 'new',
    clock: endpoint.clock,
    stop: new AbortController().signal,
    progress: () => {},
    refused: (identifier) => refused.push(identifier),
  });
  await expect(rendering).rejects.toThrow(StoreBusy);
  expect(refused).toEqual([]);
  expect((await endpoint.store.readState()).rendering).not.toBe('new');
});

test('a record that is refused takes no slug', async () => {
  const rule = { kind: 'each', field: 'keyword' } as const;
  const keyword = { setSpec: 'k', setName: 'K', names: {}, description: undefined, rule };
  const setRules = new SetRules([keyword], CATALOGUING.repositoryIdentifier, endpoint.store.sets);
  const [oaiDc] = CATALOGUING.crosswalks;
  if (!oaiDc) throw new Error('there is no format');
  const render: typeof oaiDc.render = (item, context) =>
    item.identifier === ID('bad') ? '<broken' : oaiDc.render(item, context);
  const keywords = (text: string) => ({ titles: [{ text: 'X' }], keywords: [{ text }] });
  const items = [
    { identifier: 'bad', ...keywords('Su!') },
    { identifier: 'good', ...keywords('Su?') },
  ];
  const report = await importing(items, { setRules, crosswalks: [{ ...oaiDc, render }] });
  expect(report).toMatchObject({ created: 1, refused: 1 });
  expect((await endpoint.store.readItem(ID('good')))?.sets).toEqual(['k:su']);
});
