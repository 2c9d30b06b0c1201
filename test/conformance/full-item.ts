import type { Item } from '../../src/items/item.ts';
import { ID } from '../support/fixture-f.ts';

/** An item in its kept form that has every property an item can have. */
export const FULL_ITEM: Item = {
  identifier: ID('full'),
  titles: [
    { text: 'Balkanlarda okuma', lang: 'tr', kind: 'main' },
    { text: 'Bir deneme', lang: 'tr', kind: 'subtitle' },
    { text: 'Reading in the Balkans', lang: 'en', kind: 'translated' },
  ],
  agents: [
    {
      role: 'author',
      kind: 'person',
      family: 'Ğökçe',
      given: 'Şule',
      orcid: '0000-0002-1825-0097',
      affiliations: [{ name: 'Üniversite', ror: 'https://ror.org/00k4n6c32' }],
    },
    { role: 'editor', kind: 'person', literal: 'Plato' },
    { role: 'contributor', kind: 'organisation', literal: 'Institute of Reading' },
  ],
  abstracts: [{ text: 'Kısa\nözet', lang: 'tr' }],
  keywords: [{ text: 'okuma', lang: 'tr' }],
  subjects: [{ text: '028.9', lang: 'en', scheme: 'ddc', uri: 'https://dewey.info/class/028.9' }],
  languages: ['tur', 'eng'],
  dates: [
    { date: '2021-06', kind: 'issued' },
    { date: '2020-12-31', kind: 'submitted' },
  ],
  publishers: [{ name: 'Okuma Yayınları', lang: 'tr' }],
  host: {
    titles: [{ text: 'Journal of Reading', lang: 'en' }],
    issns: ['1234-5679'],
    volume: '12',
    issue: '3–4',
    firstPage: '101',
    lastPage: '120',
    articleNumber: 'e7',
    citation: 'Journal of Reading 12 (3–4), 101–120',
  },
  extent: { pages: 20, text: '2 maps' },
  type: 'article',
  identifiers: [
    { scheme: 'doi', value: '10.5555/full' },
    { scheme: 'handle', value: '2027/full' },
  ],
  links: ['https://journal.example.org/full?a=1&b=2'],
  files: [{ uri: 'https://journal.example.org/full.pdf', mediaType: 'application/pdf', label: 'PDF' }],
  access: { status: 'embargoed', embargoEnd: '2022-01-01' },
  licence: { uri: 'https://creativecommons.org/licenses/by/4.0/', text: 'Some rights reserved', start: '2022' },
  version: 'published',
  funding: [
    {
      funder: 'EC',
      funderIdentifier: 'https://ror.org/00k4n6c32',
      programme: 'H2020',
      award: '123/4',
      jurisdiction: 'EU',
      title: 'Readers',
      acronym: 'READ',
    },
  ],
  relations: [{ type: 'references', scheme: 'doi', value: '10.5555/other' }],
  coverage: [{ text: 'Balkans', lang: 'en' }],
  sets: ['journal:a'],
  modified: '2025-01-01T00:00:00Z',
  visibleFrom: '2025-01-01',
};
