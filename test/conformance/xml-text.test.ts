import fc from 'fast-check';
import type { Crosswalk } from '../../src/formats/format.ts';
import { oaiDc } from '../../src/formats/oai-dc.ts';
import { catalogue } from '../../src/ingest/cataloguing.ts';
import { checkItem } from '../../src/items/check-item.ts';
import type { Item } from '../../src/items/item.ts';
import type { DcStatement } from '../../src/judge/judged-answer.ts';
import { Endpoint } from '../support/endpoint.ts';
import { CATALOGUING, ID, itemF, putAt, startFixtureF } from '../support/fixture-f.ts';
import { ask, clockOf, keeper, LR } from './ask.ts';
import { importText } from './import-text.ts';
import { recordQuery, SIX_VERBS, text } from './wire.ts';

const keep = keeper();
let f: Endpoint;
beforeEach(async () => {
  f = await keep(Endpoint.start());
});

const NOW = '2026-03-01T10:00:00Z';

/** Takes an item in as an import does: checked, cleaned, rendered, stored. */
async function take(local: string, more: Partial<Item>): Promise<string[]> {
  const checked = checkItem(itemF(local, more));
  if (!checked.ok) throw new Error(checked.faults.map(({ message }) => message).join('; '));
  await putAt(f, NOW, checked.item);
  return checked.notes;
}

/** The Dublin Core of a record as a parser reads it from the answer. */
async function served(local: string): Promise<Readonly<Record<string, readonly DcStatement[]>>> {
  return (await ask(f, recordQuery(ID(local)))).records[0]?.dc ?? {};
}

/** The title that is served for this one. */
async function titleOf(title: string): Promise<string | undefined> {
  await take('r1', { titles: [{ text: title }] });
  return (await served('r1'))['title']?.[0]?.text;
}

const escaped = (characters: string) =>
  JSON.stringify(characters).replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`);

test('XML-02 text is served as UTF-8 bytes, without named entities', async () => {
  expect(await titleOf('é ş ğ ć š Ω 𝒜 caf&eacute; a&nbsp;b &Omega; &copy;')).toBe('é ş ğ ć š Ω 𝒜 café a\u00a0b Ω ©');
  const { body } = await f.get(LR);
  expect(body.includes(Buffer.from('c3a920c59f20c49f20c48720c5a120cea920f09d929c', 'hex'))).toBe(true);
  expect(body.toString()).not.toMatch(/&(?!amp;|lt;|gt;|quot;|#\d+;)|<!DOCTYPE|<!ENTITY|\ufffd/);
  await ask(f, LR);
});

test.each(SIX_VERBS)('XML-17 the whole answer is valid, payloads and descriptions included: %s', async (asked) => {
  const whole = await keep(startFixtureF());
  await ask(whole, asked);
  for (const metadataPrefix of ['marc21', 'oai_datacite']) {
    for (const verb of ['ListRecords', 'ListIdentifiers'])
      await ask(whole, `verb=${verb}&metadataPrefix=${metadataPrefix}`);
  }
});

/** A crosswalk that renders the same payload for every item. */
const always = (payload: string, metadataNamespace: string): Crosswalk => ({
  ...oaiDc,
  metadataNamespace,
  render: () => payload,
});

describe('XML-18 a payload stands in a namespace of its own', () => {
  test.each([
    ['plain JATS', '<article article-type="research-article"><front/></article>', ''],
    [
      'an element of OAI-PMH',
      '<record xmlns="http://www.openarchives.org/OAI/2.0/"/>',
      'http://www.openarchives.org/OAI/2.0/',
    ],
    ['another namespace than the one announced', '<a xmlns="urn:other"/>', 'urn:announced'],
    ['a prefix that is declared nowhere', '<x:a/>', 'urn:x'],
  ])('XML-18 %s is refused before it is stored', (_what, payload, namespace) => {
    const cataloguing = { ...CATALOGUING, crosswalks: [always(payload, namespace)] };
    expect(() => catalogue(itemF('r1'), 0, cataloguing)).toThrow(/cannot be served.*(namespace|prefix)/);
  });
});

const FORBIDDEN = [0x00, 0x01, 0x03, 0x08, 0x0b, 0x0c, 0x0e, 0x1f, 0xfffe, 0xffff, 0xd800, 0xdbff, 0xdc00, 0xdfff];

describe('XML-20 characters that XML does not know', () => {
  test.each(FORBIDDEN.map((code) => String.fromCharCode(code)).map((c) => [escaped(c), c]))(
    'XML-20 %s is replaced, and said so',
    async (_name, character) => {
      const notes = await take('r1', {
        titles: [{ text: `a${character}b` }],
        abstracts: [{ text: `c${character}` }],
        agents: [{ literal: `${character}d` }],
        keywords: [{ text: `e${character}${character}f` }],
      });
      const { title, description, creator, subject } = await served('r1');
      const texts = [title, description, creator, subject].map((statements) => statements?.[0]?.text);
      expect(texts).toEqual(['a\ufffdb', 'c\ufffd', '\ufffdd', 'e\ufffd\ufffdf']);
      expect(text(await f.get(LR))).not.toMatch(/&#/);
      expect(notes).toContain('/titles/0/text: forbidden characters replaced');
    },
  );

  test('XML-20 exactly those: any other character of Unicode is served as it is', async () => {
    const legal = [
      '\t',
      '\n',
      ' ',
      '~',
      '\u007f',
      '\u0085',
      '\u009f',
      '\ud7ff',
      '\ue000',
      '\ufdd0',
      '\ufffd',
      '\u{10000}',
      '\u{1ffff}',
      '\u{10ffff}',
    ];
    await take('r1', { abstracts: [{ text: `[${legal.join('|')}]` }] });
    expect((await served('r1'))['description']?.[0]?.text).toBe(`[${legal.join('|')}]`);
  });

  test('XML-20 nor in names of sets', async () => {
    const set = { setSpec: 'a', setName: 'A\u0003B\ufffe<&' };
    await importText(f, 'set.jsonl', `${JSON.stringify(set)}\n${JSON.stringify(itemF('r1', { sets: ['a'] }))}`);
    expect((await ask(f, 'verb=ListSets')).sets[0]?.setName).toBe('A\ufffdB\ufffd<&');
  });

  test('XML-20 whatever the text is', async () => {
    const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
    const low = fc.integer({ min: 0, max: 0x100 }).map((code) => String.fromCharCode(code));
    // Tags and references are decoded too: another rule, with tests of its own (XML-23, HRV-04).
    const anyText = fc
      .array(fc.oneof(unit, low, fc.constantFrom('\ud83d', '\ude00', 'e\u0301')), { maxLength: 12 })
      .map((units) => `[${units.join('').replace(/[<&]/g, '')}]`);
    const texts = fc.sample(anyText, 100);
    for (const [index, given] of texts.entries()) await take(`r${index}`, { abstracts: [{ text: given }] });
    for (const [index, given] of texts.entries()) {
      const expected = [...given].map((c) =>
        /[\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(c) ? c : '\ufffd',
      );
      const clean = expected.join('').replace(/\r\n?/g, '\n').normalize('NFC');
      expect((await served(`r${index}`))['description']?.[0]?.text).toBe(clean);
    }
  });
});

test('XML-21 line ends are LF, and texts are the same after parsing', async () => {
  await take('r1', { abstracts: [{ text: 'one\r\ntwo\rthree\nfour &#13; five' }] });
  expect((await served('r1'))['description']?.[0]?.text).toBe('one\ntwo\nthree\nfour \n five');
  expect((await f.get(LR)).body.includes(0x0d)).toBe(false);
});

test('XML-21 C1 controls, which XML allows, are left as they are', async () => {
  expect(await titleOf('a\u0080b\u0085c\u009fd')).toBe('a\u0080b\u0085c\u009fd');
});

describe('XML-22 a payload with a prologue', () => {
  const payload = oaiDc.render(itemF('r1'), {
    landingPage: 'https://oai.example.org/items/r1',
    repositoryIdentifier: 'oai.example.org',
  });
  test.each([
    ['an XML declaration', `<?xml version="1.0"?>\n${payload}`],
    ['a DOCTYPE', `<!DOCTYPE dc>${payload}`],
    ['entities', `<!DOCTYPE a [<!ENTITY b "c">]>${payload}`],
    ['a processing instruction', `<?php echo 1 ?>${payload}`],
    ['a second root element', `${payload}${payload}`],
    ['something behind it', `${payload}text`],
  ])('XML-22 %s is refused before it is stored', (_what, rendered) => {
    const cataloguing = { ...CATALOGUING, crosswalks: [always(rendered, oaiDc.metadataNamespace)] };
    expect(() => catalogue(itemF('r1'), 0, cataloguing)).toThrow('cannot be served');
  });

  test('XML-22 the answer has one declaration and no DOCTYPE, whatever a text holds', async () => {
    await take('r1', { abstracts: [{ text: '<?xml version="1.0"?><!DOCTYPE a []> & <![CDATA[x]]>' }] });
    const answer = text(await f.get(LR));
    expect(answer.match(/<\?/g)).toHaveLength(1);
    expect(answer).not.toMatch(/<!/);
    expect((await served('r1'))['description']?.[0]?.text).toContain('<!DOCTYPE a []>');
  });
});

test.each([
  'A & B < C ]]> "x"',
  `<<>>&&''""`,
  'p<0.05 & q>1',
  '&amp;lt;',
  'a &unknown; b',
  'R&D;',
  'x &notit; y',
  '&',
  ']]>',
  '"',
  '-->',
])('XML-23 %s comes back as it was meant', async (title) => {
  // The one thing in this list that is decoded: an entity that HTML knows.
  expect(await titleOf(title)).toBe(title.replace('&amp;lt;', '<'));
  const raw = text(await f.get(LR));
  expect(raw).not.toContain(']]>');
  expect(raw).toContain(`<dc:title>${title === '&amp;lt;' ? '&lt;' : escapedAsXml(title)}</dc:title>`);
});

function escapedAsXml(title: string): string {
  return title.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

test('XML-23 what looks like a reference in a URL is none', async () => {
  const link = 'https://example.org/?a=1&lt;=2&copy;=3&unknown;&#38;';
  await take('r1', { links: [link] });
  expect((await served('r1'))['identifier']?.[0]?.text).toBe(link);
});

test('XML-23 attributes are escaped too', async () => {
  const baseUrl = "https://oai.example.org/oai/a'b&c";
  const odd = await keep(Endpoint.start({ settings: { baseUrl, repositoryName: '<A> & "B" ]]>' } }));
  expect((await ask(odd, 'verb=Identify')).identify?.repositoryName).toBe('<A> & "B" ]]>');
});

test('XML-24 text is composed (NFC)', async () => {
  expect(await titleOf('Cafe\u0301 S\u0327isli A\u030angstro\u0308m \u1100\u1161')).toBe('Café Şisli Ångström 가');
  await putAt(f, NOW, itemF('r2'));
  clockOf(f).tick();
  for (const { metadata = '' } of (await ask(f, LR)).records) expect(metadata).toBe(metadata.normalize('NFC'));
});
