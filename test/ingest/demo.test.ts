import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Incoming } from '../../src/ingest/import-format.ts';
import { recogniseFormat } from '../../src/ingest/index.ts';
import { checkItem } from '../../src/items/check-item.ts';
import { isSetSpec, LONGEST_SET_SPEC } from '../../src/oai/set-spec.ts';
import { fixture } from './read-source.ts';

const root = fileURLToPath(new URL('../../fixtures/demo/', import.meta.url));
const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/').slice(root.length).replace(/^\//, ''))
  .sort();

async function readDemo(): Promise<{ file: string; format: string; incoming: Incoming }[]> {
  const found: { file: string; format: string; incoming: Incoming }[] = [];
  for (const file of files) {
    const source = fixture(`demo/${file}`);
    const format = recogniseFormat(await source.head(), source.path);
    if (!format) throw new Error(`${file} is not recognised`);
    for await (const incoming of format.read(source)) found.push({ file, format: format.name, incoming });
  }
  return found;
}

describe('the demo collection', () => {
  test('is read without a refusal, and every item of it is fit to be stored', async () => {
    const found = await readDemo();
    const faults = found.flatMap(({ file, incoming }) => {
      if (incoming.kind === 'refusal') return [`${file}:${incoming.line} ${incoming.reason}`];
      const checked = incoming.kind === 'item' ? checkItem(incoming.item) : undefined;
      return checked?.ok === false ? [`${file}:${incoming.line} ${JSON.stringify(checked.faults)}`] : [];
    });
    expect(faults).toEqual([]);
  });

  test('is large enough, in every format, and no identifier comes twice', async () => {
    const found = await readDemo();
    const count = (kind: Incoming['kind'], format?: string) =>
      found.filter((one) => one.incoming.kind === kind && (format === undefined || one.format === format)).length;
    expect(count('item', 'ceeol')).toBeGreaterThanOrEqual(12);
    expect(count('item', 'jsonl')).toBeGreaterThanOrEqual(30);
    expect(count('item', 'oai-xml')).toBeGreaterThanOrEqual(5);
    expect(count('deletion')).toBeGreaterThanOrEqual(4);
    const identifiers = found.flatMap(({ incoming }) =>
      incoming.kind === 'item' ? [incoming.item.identifier] : incoming.kind === 'deletion' ? [incoming.identifier] : [],
    );
    expect(new Set(identifiers).size).toBe(identifiers.length);
  });

  test('leaves nothing out but placeholder names: no wrong check digit, no unknown language', async () => {
    const notes = (await readDemo()).flatMap(({ incoming }) => {
      if (incoming.kind === 'note') return [incoming.text];
      const checked = incoming.kind === 'item' ? checkItem(incoming.item) : undefined;
      return checked?.ok ? checked.notes : [];
    });
    const CLEANING = /: (?:(?:markup removed|entities decoded|normalised to NFC)(?:, )?)+$/;
    expect(notes.filter((note) => !CLEANING.test(note))).toEqual([
      expect.stringContaining('“No Author Specified” is no name'),
      expect.stringContaining('“Anonymous, Anonymous” is no name'),
    ]);
    expect(notes.filter((note) => CLEANING.test(note)).length).toBeGreaterThanOrEqual(3);
  });

  test('declares the sets that its items are in, but for those of the harvested ones', async () => {
    const found = await readDemo();
    const declared = new Set(found.flatMap(({ incoming }) => (incoming.kind === 'set' ? [incoming.setSpec] : [])));
    for (const spec of declared) expect(isSetSpec(spec) && spec.length <= LONGEST_SET_SPEC).toBe(true);
    const used = found.flatMap(({ format, incoming }) => {
      if (format !== 'jsonl') return [];
      if (incoming.kind === 'item') return (incoming.item['sets'] as string[] | undefined) ?? [];
      return incoming.kind === 'deletion' ? (incoming.sets ?? []) : [];
    });
    expect(used.filter((spec) => !declared.has(spec))).toEqual([]);
    expect(used.some((spec) => spec.split(':').length === 3)).toBe(true);
  });

  test('points to nobody: addresses are those that are kept for examples', () => {
    const allowed =
      /^https?:\/\/(?:(?:[a-z]+\.)?example\.(?:org|net|com)|doi\.org\/10\.5555|ror\.org\/0000|www\.openarchives\.org|www\.w3\.org\/2001\/XMLSchema-instance|purl\.org\/dc\/elements\/1\.1)(?:[/"]|$|[0-9a-z]{5}$)/;
    const addresses = files.flatMap(
      (file) => readFileSync(`${root}/${file}`, 'utf8').match(/https?:\/\/[^\s"<>]+/g) ?? [],
    );
    expect(addresses.length).toBeGreaterThan(30);
    expect(addresses.filter((address) => !allowed.test(address))).toEqual([]);
  });

  test('holds the letters of the world, characters beyond U+FFFF among them', () => {
    const text = files.map((file) => readFileSync(`${root}/${file}`, 'utf8')).join('');
    for (const script of [
      'Latin',
      'Cyrillic',
      'Greek',
      'Arabic',
      'Hebrew',
      'Han',
      'Hiragana',
      'Hangul',
      'Gothic',
      'Georgian',
      'Armenian',
      'Devanagari',
    ]) {
      expect(`${script} ${new RegExp(`\\p{Script=${script}}`, 'u').test(text)}`).toBe(`${script} true`);
    }
    for (const character of ['𝒜', '𠮷', '🐟', '👩‍🔬']) expect(text).toContain(character);
    expect(text).toContain('\r\n');
  });
});
