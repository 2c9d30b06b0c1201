import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import type { Crosswalk, RenderContext } from '../../src/formats/format.ts';
import { checkItem } from '../../src/items/check-item.ts';
import type { Item } from '../../src/items/item.ts';
import { parseTree, type XmlElement } from '../../src/judge/xml-tree.ts';
import { checkPayload } from '../../src/xml/check-payload.ts';
import { envelope } from '../../src/xml/envelope.ts';
import { anyItem } from '../support/any-item.ts';
import { BASE_URL } from '../support/endpoint.ts';
import { ID } from '../support/fixture-f.ts';
import { judgeAnswer } from '../support/judge-answer.ts';
import { FULL_ITEM } from './full-item.ts';
import { ITEM_FIELDS, variationsOf } from './item-fields.ts';

/**
 * What becomes of a field of the item: `text`, each of its values stands in the payload; `coded`, another value gives
 * another payload; else the reason why the format cannot tell it, and then no value of it changes a byte.
 */
export type Coverage = 'text' | 'coded' | { cannot: string };

export interface ContractOptions {
  /** One entry for each field of the item: the mapping table of the format, held by tests. */
  coverage: Readonly<Record<string, Coverage>>;
  /** Gives any item what the format demands. Left out: it demands nothing. */
  complete?: (item: Item) => Item;
  /** Items for golden files beside the full and the smallest one, by name. */
  goldens?: Readonly<Record<string, Item>>;
}

const CONTEXT: RenderContext = {
  landingPage: 'https://oai.example.org/items/any?a=1&b=2',
  repositoryIdentifier: 'oai.example.org',
};
const GOLDEN = new URL('../../fixtures/golden-formats/', import.meta.url);
const SMALLEST: Item = { identifier: ID('small'), titles: [{ text: 'A title' }] };

/** Holds one metadata format to the contract of a Crosswalk, by every judge there is. */
export function formatContract(
  crosswalk: Crosswalk,
  { coverage, complete = (item) => item, goldens = {} }: ContractOptions,
) {
  const { metadataPrefix } = crosswalk;
  const render = (item: Item) => crosswalk.render(item, CONTEXT);

  /** Judges a payload as part of an answer, and gives it as a tree. */
  const judged = (payload: string): XmlElement => {
    checkPayload(payload);
    const header = `<header><identifier>${ID('any')}</identifier><datestamp>2026-01-01T00:00:00Z</datestamp></header>`;
    const attributes = { verb: 'GetRecord', identifier: ID('any'), metadataPrefix };
    const { before, behind } = envelope({ responseDate: 1_800_000_000, baseUrl: BASE_URL, attributes }, 'GetRecord');
    const body = Buffer.from(`${before}<record>${header}<metadata>${payload}</metadata></record>\n${behind}`);
    const headers = new Headers({ 'content-type': 'text/xml; charset=utf-8' });
    const formats = {
      [metadataPrefix]: { schema: crosswalk.schema, namespace: crosswalk.metadataNamespace },
    };
    judgeAnswer({ status: 200, headers, body }, { baseUrl: BASE_URL, verb: 'GetRecord', formats });
    return parseTree(payload);
  };

  describe(`the format ${metadataPrefix}`, () => {
    test.each(Object.entries({ full: FULL_ITEM, smallest: complete(SMALLEST), ...goldens }))(
      'renders the %s item as its golden file says',
      (name, item) => {
        expect(checkItem(item)).toEqual({ ok: true, item, notes: [] });
        const payload = render(item);
        if (payload === undefined) throw new Error(`${metadataPrefix} refuses the ${name} item`);
        judged(payload);
        const file = new URL(`${metadataPrefix}-${name}.xml`, GOLDEN);
        // The version is in the file: who changes the bytes comes by here, and is reminded to raise it.
        const text = `<!-- ${metadataPrefix}, version ${crosswalk.version} -->\n${payload.replaceAll('><', '>\n<')}\n`;
        if (process.env['UPDATE_GOLDEN']) {
          if (existsSync(file)) expectRaisedVersion(readFileSync(file, 'utf8'), text);
          writeFileSync(file, text);
        }
        expect(text).toBe(readFileSync(file, 'utf8'));
      },
    );

    test('renders a thousand items of any kind: valid by all schemas, the same bytes every time', () => {
      let rendered = 0;
      const good = anyItem
        .map((value) => checkItem({ ...(value as object), identifier: ID('any') }))
        .filter((checked) => checked.ok)
        .map((checked) => complete((checked as { item: Item }).item));
      fc.assert(
        fc.property(good, (item) => {
          const payload = render(item);
          if (payload === undefined) return;
          rendered += 1;
          judged(payload);
          expect(render(structuredClone(item))).toBe(payload);
        }),
        { numRuns: 1000 },
      );
      expect(rendered).toBeGreaterThanOrEqual(1000);
    }, 120_000);

    test('carries what looks like markup or references as what it is: text', () => {
      const nasty = 'R&D; &lt;b&gt; ]]> <i> "quoted" &#65; \'x\'';
      const tree = judged(render({ ...FULL_ITEM, titles: [{ text: nasty, lang: 'en' }] }) ?? '');
      expect(textsOf(tree).some((text) => text.includes(nasty))).toBe(true);
    });

    test('says of each field of the item what becomes of it, and of no other', () => {
      expect(Object.keys(coverage).toSorted()).toEqual([...ITEM_FIELDS].toSorted());
    });

    test.each(Object.entries(coverage))('field %s: %j', (field, how) => {
      const variations = variationsOf(field);
      expect(variations.length).toBeGreaterThan(0);
      const changed = variations.flatMap(({ item, others }) => {
        const before = render(complete(item));
        return others.map((other) => render(complete(other)) !== before);
      });
      if (typeof how === 'object') {
        expect(changed).not.toContain(true);
        return;
      }
      expect(changed).toContain(true);
      if (how === 'coded') return;
      for (const { item, value } of variations) {
        const texts = textsOf(judged(render(complete(item)) ?? ''));
        expect(texts.filter((text) => text.includes(value))).not.toEqual([]);
      }
    });
  });
}

function expectRaisedVersion(before: string, after: string): void {
  const [head, ...body] = before.split('\n');
  const [newHead, ...newBody] = after.split('\n');
  if (body.join('\n') === newBody.join('\n')) return;
  if (head === newHead)
    throw new Error('The bytes change: raise `version` of the crosswalk, then write the golden files.');
}

/** All texts and attribute values of a payload. */
function textsOf(element: XmlElement): string[] {
  return [element.text, ...element.attributes.map(({ value }) => value), ...element.children.flatMap(textsOf)];
}
