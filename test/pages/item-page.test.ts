import fc from 'fast-check';
import { checkItem } from '../../src/items/check-item.ts';
import type { Item } from '../../src/items/item.ts';
import { itemPage } from '../../src/pages/item-page.ts';
import type { ItemSite, ItemView } from '../../src/pages/item-view.ts';
import { jsonLd } from '../../src/pages/json-ld.ts';
import { allLinks, headerLinks } from '../../src/pages/signposting.ts';
import { linkHeader, linksetJson, linksetText } from '../../src/pages/typed-link.ts';
import { FULL_ITEM } from '../conformance/full-item.ts';
import { anyItem } from '../support/any-item.ts';
import { HOSTILE_TEXTS, saying } from '../support/hostile-item.ts';
import { parseLinks } from '../support/parse-links.ts';
import { elementsNamed, type HtmlElement, readHtml, textIn } from '../support/read-html.ts';

const SITE: ItemSite = {
  repositoryName: 'Repository',
  baseUrl: 'https://oai.example.org/oai',
  oaiPath: '/oai',
  itemsPath: '/items/',
  browsePath: '/browse',
  repositoryIdentifier: 'oai.example.org',
  landingUrl: 'https://oai.example.org/items/{id}',
  formats: [],
};

function viewOf(item: Item, more: Partial<ItemView> = {}): ItemView {
  const pageUrl = 'https://oai.example.org/items/x';
  return { item, pageUrl, landingUrl: pageUrl, datestamp: '2026-03-01T10:00:00Z', formats: [], sets: [], ...more };
}

function scriptOf(page: HtmlElement): unknown {
  const scripts = elementsNamed(page, 'script');
  expect(scripts.map(({ attributes }) => [...attributes])).toEqual([[['type', 'application/ld+json']]]);
  return JSON.parse(scripts.map(textIn).join(''));
}

function metaOf(page: HtmlElement): [string, string][] {
  return elementsNamed(page, 'meta').flatMap(({ attributes }) => {
    const name = attributes.get('name') ?? '';
    return name.startsWith('citation_') ? [[name, attributes.get('content') ?? '']] : [];
  });
}

describe('the landing page of a huge item', () => {
  test.each<[string, Partial<Item>]>([
    ['one text', { abstracts: [{ text: '<&>"'.repeat(1_000_000) }] }],
    ['many authors', { agents: Array.from({ length: 50_000 }, (_, n) => ({ family: `<&>${n}`, given: 'A' })) }],
  ])('shows as much as people can read, and says so: %s', (_what, more) => {
    const item = { identifier: 'oai:oai.example.org:x', titles: [{ text: 'Huge' }], ...more };
    const text = itemPage(viewOf(item), SITE);
    expect(text.length).toBeLessThan(10_000_000);
    const page = readHtml(text);
    expect(elementsNamed(page, 'h1').map(textIn)).toEqual(['Huge']);
    expect(textIn(page)).toContain('not all of it is shown');
    expect(scriptOf(page)).toMatchObject({ name: 'Huge' });
  });

  test('with three thousand authors and their affiliations shows all of them', () => {
    const agents = Array.from({ length: 3_000 }, (_, n) => ({
      family: `Author${n}`,
      given: 'Ann Bea',
      affiliations: [{ name: `Department of High Energy Physics of the University of ${n % 200}` }],
    }));
    const page = itemPage(viewOf({ identifier: 'oai:oai.example.org:x', titles: [{ text: 'T' }], agents }), SITE);
    expect(page).toContain('Author2999');
    expect(page).not.toContain('not all of it is shown');
  });
});

describe('the landing page of an item', () => {
  test.each(HOSTILE_TEXTS)('holds any text as a text: %j', (text) => {
    const view = viewOf(saying(text), { sets: [{ setSpec: 'a:b', setName: text }] });
    const page = readHtml(itemPage(view, { ...SITE, repositoryName: text }));
    // As a browser shows it: nothing is lost, and nothing became an element.
    expect(elementsNamed(page, 'h1').map(textIn)).toEqual([text]);
    expect(elementsNamed(page, 'img')).toEqual([]);
    expect(elementsNamed(page, 'p').map(textIn)).toContain(text);
    expect(scriptOf(page)).toEqual(JSON.parse(JSON.stringify(jsonLd(view))));
    expect(metaOf(page)[0]).toEqual(['citation_title', text]);
    for (const link of [...elementsNamed(page, 'a'), ...elementsNamed(page, 'link')]) {
      expect(link.attributes.get('href')).toMatch(/^(https?:\/\/|[/#]|data:image\/svg)/);
    }
    expect(JSON.stringify(scriptOf(page))).not.toMatch(/"(url|license|contentUrl|sameAs)":"?\[?"(javascript|data):/);
  });

  test.each(HOSTILE_TEXTS)('has links that hold any text: %j', (text) => {
    const view = viewOf(saying(text));
    const links = parseLinks(linkHeader(headerLinks(view, (some) => linkHeader(some).length)));
    for (const { href } of links) expect(href).toMatch(/^https?:/);
    expect(parseLinks(linksetText(allLinks(view))).length).toBe(allLinks(view).length);
  });

  test('is well-formed for any item, and says the same in all its forms', () => {
    fc.assert(
      fc.property(anyItem, (value) => {
        const checked = checkItem(value);
        if (!checked.ok) return;
        const view = viewOf(checked.item);
        expect(scriptOf(readHtml(itemPage(view, SITE)))).toEqual(JSON.parse(JSON.stringify(jsonLd(view))));
        parseLinks(linkHeader(headerLinks(view, (some) => linkHeader(some).length)));
        parseLinks(linksetText(allLinks(view)));
        JSON.parse(linksetJson(allLinks(view)));
      }),
      { numRuns: 300 },
    );
  });

  test('shows titles and abstracts in all languages, each with its own', () => {
    const page = readHtml(itemPage(viewOf(FULL_ITEM), SITE));
    const shown = [...elementsNamed(page, 'h1'), ...elementsNamed(page, 'p')].map((element) => [
      textIn(element),
      element.attributes.get('lang'),
      element.attributes.get('dir'),
    ]);
    expect(shown).toContainEqual(['Balkanlarda okuma: Bir deneme', 'tr', 'auto']);
    expect(shown).toContainEqual(['Reading in the Balkans', 'en', 'auto']);
    expect(shown).toContainEqual(['Kısa\nözet', 'tr', 'auto']);
  });

  test('has the meta elements that Google Scholar reads, one author each', () => {
    expect(metaOf(readHtml(itemPage(viewOf(FULL_ITEM), SITE)))).toEqual([
      ['citation_title', 'Balkanlarda okuma: Bir deneme'],
      ['citation_author', 'Ğökçe, Şule'],
      ['citation_author_institution', 'Üniversite'],
      ['citation_author_orcid', 'https://orcid.org/0000-0002-1825-0097'],
      ['citation_editor', 'Plato'],
      ['citation_publication_date', '2021/06'],
      ['citation_journal_title', 'Journal of Reading'],
      ['citation_volume', '12'],
      ['citation_issue', '3–4'],
      ['citation_firstpage', '101'],
      ['citation_lastpage', '120'],
      ['citation_issn', '1234-5679'],
      ['citation_doi', '10.5555/full'],
      ['citation_publisher', 'Okuma Yayınları'],
      ['citation_language', 'tr'],
      ['citation_language', 'en'],
      ['citation_keywords', 'okuma'],
      ['citation_abstract_html_url', 'https://oai.example.org/items/x'],
      ['citation_pdf_url', 'https://journal.example.org/full.pdf'],
    ]);
  });

  test.each([
    ['doctoralThesis', 'citation_dissertation_institution', 'Okuma Yayınları'],
    ['report', 'citation_technical_report_institution', 'Okuma Yayınları'],
    ['conferenceObject', 'citation_conference_title', 'Journal of Reading'],
    ['bookPart', 'citation_inbook_title', 'Journal of Reading'],
  ] as const)('of a %s has %s', (type, name, content) => {
    const tags = metaOf(readHtml(itemPage(viewOf({ ...FULL_ITEM, type }), SITE)));
    expect(tags).toContainEqual([name, content]);
    expect(tags.map(([tag]) => tag)).not.toContain('citation_journal_title');
  });
});

describe('the JSON-LD of an item', () => {
  test('tells what it is, who made it and where it appeared', () => {
    expect(jsonLd(viewOf(FULL_ITEM))).toMatchObject({
      '@context': 'https://schema.org',
      '@type': 'ScholarlyArticle',
      '@id': 'https://doi.org/10.5555/full',
      name: 'Balkanlarda okuma: Bir deneme',
      alternateName: [{ '@value': 'Reading in the Balkans', '@language': 'en' }],
      author: [
        {
          '@type': 'Person',
          '@id': 'https://orcid.org/0000-0002-1825-0097',
          name: 'Şule Ğökçe',
          affiliation: [{ '@type': 'Organization', '@id': 'https://ror.org/00k4n6c32' }],
        },
      ],
      editor: [{ '@type': 'Person', name: 'Plato' }],
      inLanguage: ['tr', 'en'],
      datePublished: '2021-06',
      dateModified: '2026-03-01T10:00:00Z',
      isPartOf: {
        '@type': 'PublicationIssue',
        issueNumber: '3–4',
        isPartOf: { volumeNumber: '12', isPartOf: { '@type': 'Periodical', issn: ['1234-5679'] } },
      },
      pageStart: '101',
      encoding: [{ '@type': 'MediaObject', contentUrl: 'https://journal.example.org/full.pdf' }],
      license: 'https://creativecommons.org/licenses/by/4.0/',
      isAccessibleForFree: false,
    });
  });

  test('of a data set has distributions and a description; of an item with a title alone, little', () => {
    expect(jsonLd(viewOf({ ...FULL_ITEM, type: 'dataset' }))).toMatchObject({
      '@type': 'Dataset',
      description: [{ '@value': 'Kısa\nözet' }],
      distribution: [{ '@type': 'DataDownload' }],
    });
    expect(jsonLd(viewOf({ identifier: 'oai:oai.example.org:x', titles: [{ text: 'A' }] }))).toEqual({
      '@context': 'https://schema.org',
      '@type': 'CreativeWork',
      '@id': 'https://oai.example.org/items/x',
      url: 'https://oai.example.org/items/x',
      mainEntityOfPage: 'https://oai.example.org/items/x',
      name: 'A',
      dateModified: '2026-03-01T10:00:00Z',
      identifier: [{ '@type': 'PropertyValue', propertyID: 'oai', value: 'oai:oai.example.org:x' }],
    });
  });
});

describe('the links of an item', () => {
  const formats = [
    {
      metadataPrefix: 'mods',
      metadataNamespace: 'http://www.loc.gov/mods/v3',
      url: 'https://oai.example.org/items/x?metadataPrefix=mods',
      mediaType: 'application/mods+xml',
    },
  ];
  const header = (item: Item) =>
    parseLinks(linkHeader(headerLinks(viewOf(item, { formats }), (some) => linkHeader(some).length)));

  test('are those of FAIR Signposting', () => {
    expect(header(FULL_ITEM).map(({ href, parameters: { rel, ...more } }) => [rel, href, more])).toEqual([
      ['linkset', 'https://oai.example.org/items/x?as=linkset-json', { type: 'application/linkset+json' }],
      ['linkset', 'https://oai.example.org/items/x?as=linkset', { type: 'application/linkset' }],
      ['cite-as', 'https://doi.org/10.5555/full', {}],
      ['type', 'https://schema.org/AboutPage', {}],
      ['type', 'https://schema.org/ScholarlyArticle', {}],
      ['license', 'https://creativecommons.org/licenses/by/4.0/', {}],
      [
        'describedby',
        'https://oai.example.org/items/x?metadataPrefix=mods',
        { type: 'application/mods+xml', profile: 'http://www.loc.gov/mods/v3' },
      ],
      ['describedby', 'https://oai.example.org/items/x?as=json-ld', { type: 'application/ld+json' }],
      ['author', 'https://orcid.org/0000-0002-1825-0097', {}],
      ['item', 'https://journal.example.org/full.pdf', { type: 'application/pdf' }],
      ['describedby', 'https://oai.example.org/items/x?as=bibtex', { type: 'application/x-bibtex' }],
      ['describedby', 'https://oai.example.org/items/x?as=ris', { type: 'application/x-research-info-systems' }],
      [
        'describedby',
        'https://oai.example.org/items/x?as=csl-json',
        { type: 'application/vnd.citationstyles.csl+json' },
      ],
    ]);
  });

  test('stay short in the header, whatever an item has; the link set has them all', () => {
    const files = Array.from({ length: 2000 }, (_, index) => ({ uri: `https://files.example.org/${index}.pdf` }));
    const item = { ...FULL_ITEM, files };
    const view = viewOf(item, { formats });
    expect(linkHeader(headerLinks(view, (some) => linkHeader(some).length)).length).toBeLessThan(4096);
    expect(header(item).map(({ parameters }) => parameters['rel'])).toEqual(
      expect.arrayContaining(['linkset', 'cite-as', 'describedby', 'author']),
    );
    expect(header(item).filter(({ parameters }) => parameters['rel'] === 'item')).toEqual([]);
    expect(allLinks(view).filter(({ rel }) => rel === 'item')).toHaveLength(2000);
  });

  test('are the same in both forms of the link set, and lead back from records and files', () => {
    const links = allLinks(viewOf(FULL_ITEM, { formats }));
    const fromText = parseLinks(linksetText(links)).map(({ href, parameters }) => ({ href, ...parameters }));
    const { linkset } = JSON.parse(linksetJson(links)) as { linkset: Record<string, unknown>[] };
    const fromJson = linkset.flatMap(({ anchor, ...relations }) =>
      Object.entries(relations as Record<string, Record<string, unknown>[]>).flatMap(([rel, targets]) =>
        targets.map(({ profile, ...target }) => ({
          anchor,
          rel,
          ...target,
          ...(profile === undefined ? {} : { profile: (profile as string[]).join() }),
        })),
      ),
    );
    const byText = (a: object, b: object) => (JSON.stringify(sorted(a)) < JSON.stringify(sorted(b)) ? -1 : 1);
    expect([...fromJson].sort(byText)).toEqual([...fromText].sort(byText));
    expect(fromText).toContainEqual({
      anchor: 'https://oai.example.org/items/x?metadataPrefix=mods',
      rel: 'describes',
      href: 'https://oai.example.org/items/x',
      type: 'text/html',
    });
    expect(fromText).toContainEqual({
      anchor: 'https://journal.example.org/full.pdf',
      rel: 'collection',
      href: 'https://oai.example.org/items/x',
      type: 'text/html',
    });
  });
});

function sorted(value: object): [string, unknown][] {
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}
