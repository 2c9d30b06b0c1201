import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCrosswalk } from '../../src/formats/load-crosswalk.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();

test('the crosswalk that docs/formats.md shows keeps the contract', async () => {
  const page = readFileSync(new URL('../../docs/formats.md', import.meta.url), 'utf8');
  const [, example = ''] = /^```js\n(.*?)^```$/ms.exec(page) ?? [];
  const path = join(folder, 'title.mjs');
  writeFileSync(path, example);
  const crosswalk = await loadCrosswalk(path);
  const context = { landingPage: 'https://example.org/items/1', repositoryIdentifier: 'example.org' };
  const item = { identifier: 'oai:example.org:1', titles: [{ text: 'A & B' }], type: 'article' as const };
  expect(crosswalk.render(item, context)).toContain('>A &amp; B</title>');
  expect(crosswalk.render({ ...item, type: 'book' }, context)).toBeUndefined();
});
