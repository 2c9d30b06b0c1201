import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { ImportListener } from '../../src/ingest/import-files.ts';
import type { SourceDefinition } from '../../src/ingest/source-definition.ts';
import { syncSource } from '../../src/ingest/sync.ts';
import { Endpoint } from '../support/endpoint.ts';
import { CATALOGUING } from '../support/fixture-f.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestClock } from '../support/test-clock.ts';

const folder = temporaryFolder();
const endpoints: { stop(): Promise<void> }[] = [];
afterEach(() => Promise.all(endpoints.splice(0).map((endpoint) => endpoint.stop())));
let number = 0;

/** A complete source of these paths below a folder of its own, which may lose everything in one run. */
async function completeSource(...paths: string[]) {
  number += 1;
  const here = join(folder, String(number));
  const clock = new TestClock('2026-01-02T00:00:00Z');
  const endpoint = await Endpoint.start({ clock });
  endpoints.push(endpoint);
  const source: SourceDefinition = {
    name: 'files',
    origin: { kind: 'files', files: paths.map((path) => join(here, path)), mapping: undefined },
    format: undefined,
    encoding: undefined,
    sets: [],
    complete: true,
    mostDeletions: 1,
    schedule: undefined,
    allowPrivate: false,
  };
  const told: string[] = [];
  const sync = async (progress: ImportListener['progress'] = () => {}) => {
    clock.tick(10);
    told.length = 0;
    const message: ImportListener['message'] = ({ kind, path, text }) => void told.push(`${kind}: ${path}: ${text}`);
    return syncSource(source, { store: endpoint.store, cataloguing: CATALOGUING, clock }, {}, { message, progress });
  };
  const path = (name: string) => join(here, name);
  const write = (name: string, content: string) => {
    mkdirSync(join(path(name), '..'), { recursive: true });
    writeFileSync(path(name), content);
  };
  return { path, write, sync, told };
}

const lines = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) =>
    JSON.stringify({ identifier: `${prefix}${index}`, titles: [{ text: `Title ${prefix}${index}` }] }),
  )
    .map((line) => `${line}\n`)
    .join('');

const page = (title: string) => `${title}\n\nAuthor(s): A. Author\nKeywords: one; two\n\n  • Issue Year: 2020\n`;

describe('a complete source deletes nothing when', () => {
  test.each([
    ['empty', '', 'is empty'],
    ['an error page', '<html><body>502 Bad Gateway</body></html>\n', 'is not recognised as any import format'],
  ])('a page has become %s', async (_, content, why) => {
    const { write, sync, path, told } = await completeSource('in');
    for (const name of ['a', 'b', 'c']) write(`in/${name}.txt`, page(name));
    await sync();
    write('in/b.txt', content);
    await expect(sync()).rejects.toThrow(`${path('in/b.txt')} ${why}, so nothing was deleted`);
    expect(told).toEqual([`skipped: ${path('in/b.txt')}: ${why}`]);
    write('in/c.txt', content);
    await expect(sync()).rejects.toThrow(`${path('in/b.txt')} ${why} (and 1 more), so nothing was deleted`);
    rmSync(path('in/b.txt'));
    write('in/c.txt', page('c'));
    expect(await sync()).toMatchObject({ missing: 1, unchanged: 2 });
  });

  test.each([
    ['empty', '', 'is empty'],
    ['blank', '\n\n', 'holds no record'],
  ])('a file of lines has become %s, in a folder and by its name', async (_, content, why) => {
    for (const paths of [['in'], ['in/a.jsonl', 'in/b.jsonl']]) {
      const { write, sync, path, told } = await completeSource(...paths);
      write('in/a.jsonl', lines('a', 10));
      write('in/b.jsonl', lines('b', 10));
      await sync();
      write('in/b.jsonl', content);
      await expect(sync()).rejects.toThrow(`10 items may be missing from it, but ${path('in/b.jsonl')} ${why}`);
      expect(told).toEqual([`skipped: ${path('in/b.jsonl')}: ${why}`]);
    }
  });

  test('a file is cut off at a line end, or written to, while it is read', async () => {
    const { write, sync, path, told } = await completeSource('in/*.jsonl');
    const content = lines('a', 3000);
    write('in/a.jsonl', content);
    await sync();
    const during = (change: () => void) => {
      let changed = false;
      return () => {
        if (!changed) change();
        changed = true;
      };
    };
    const why = `${path('in/a.jsonl')} changed while it was being read, so nothing was deleted`;
    const cut = content.lastIndexOf('\n', content.length - 5000) + 1;
    await expect(sync(during(() => truncateSync(path('in/a.jsonl'), cut)))).rejects.toThrow(why);
    expect(told).toEqual([`note: ${path('in/a.jsonl')}: it changed while it was being read`]);
    await expect(sync(during(() => appendFileSync(path('in/a.jsonl'), lines('b', 1))))).rejects.toThrow(why);
    write('in/a.jsonl', `${readFileSync(path('in/a.jsonl'), 'utf8').slice(0, cut)}`);
    expect((await sync()).missing).toBeGreaterThan(0);
  });

  test('a glob matches no file, or a folder holds none', async () => {
    const { write, sync, path } = await completeSource('a/*.jsonl', 'b/*.jsonl', 'c');
    for (const name of ['a', 'b', 'c']) write(`${name}/x.jsonl`, lines(name, 3));
    await sync();
    rmSync(path('b'), { recursive: true });
    await expect(sync()).rejects.toThrow(`${path('b/*.jsonl')} matches no file, so nothing was deleted`);
    write('b/x.jsonl', lines('b', 3));
    rmSync(path('c/x.jsonl'));
    await expect(sync()).rejects.toThrow(`${path('c')} holds no file, so nothing was deleted`);
  });

  test('a glob meets a link to nothing', async () => {
    const { write, sync, path } = await completeSource('in/**/*.txt');
    for (const name of ['a', 'sub/b', '.c']) write(`in/${name}.txt`, page(name));
    await sync();
    rmSync(path('in/sub/b.txt'));
    symlinkSync(path('gone'), path('in/.hidden'));
    symlinkSync(path('gone'), path('in/sub/b.txt'));
    await expect(sync()).rejects.toThrow(`${path('in/sub/b.txt')} cannot be read, so nothing was deleted`);
    rmSync(path('in/sub/b.txt'));
    expect(await sync()).toMatchObject({ unchanged: 1, missing: 1 });
  });

  test('a folder holds a link to a folder, or to nothing', async () => {
    const { write, sync, path } = await completeSource('in');
    write('in/a.txt', page('a'));
    write('in/sub/b.txt', page('b'));
    await sync();
    renameSync(path('in/sub'), path('moved'));
    symlinkSync(path('moved'), path('in/sub'));
    await expect(sync()).rejects.toThrow(`${path('in/sub')} is a link to a folder, so nothing was deleted`);
    rmSync(path('in/sub'));
    symlinkSync(path('gone'), path('in/sub'));
    await expect(sync()).rejects.toThrow(`${path('in/sub')} is no file that can be read, so nothing was deleted`);
  });
});

test.each(['in', 'in/*.txt'])('a file that became a link to it is the same item, in %s', async (files) => {
  const { write, sync, path } = await completeSource(files);
  write('in/a.txt', page('a'));
  write('in/b.txt', page('b'));
  await sync();
  renameSync(path('in/b.txt'), path('elsewhere.txt'));
  symlinkSync(path('elsewhere.txt'), path('in/b.txt'));
  expect(await sync()).toMatchObject({ created: 0, unchanged: 2, missing: 0 });
});

test('a hidden file or a mapping holds no record, and hinders no deletion', async () => {
  const { write, sync } = await completeSource('in');
  write('in/a.jsonl', lines('a', 3));
  write('in/.DS_Store', 'x');
  write('in/t.csv', 'Number,Name\nt1,One\nt2,Two\n');
  write('in/t.mapping.yaml', 'columns:\n  Number: identifier\n  Name: title\n');
  await sync();
  write('in/a.jsonl', lines('a', 2));
  write('in/t.csv', 'Number,Name\nt1,One\n');
  expect(await sync()).toMatchObject({ unchanged: 3, missing: 2, refused: 0 });
});
