import type { Item } from '../../src/items/item.ts';
import { ID } from '../support/fixture-f.ts';

/** An item that says everything that an item can say, each text once. */
export const FULL_ITEM: Item = {
  identifier: ID('full/1'),
  titles: [
    { text: 'Tides & <Harbours>', lang: 'en', kind: 'main' },
    { text: 'Forty tables', lang: 'en', kind: 'subtitle' },
    { text: 'Gelgitler ve Limanlar', lang: 'tr', kind: 'translated' },
    { text: 'Harbour book', kind: 'alternative' },
  ],
  agents: [
    {
      role: 'author',
      kind: 'person',
      family: 'Đorđević',
      given: 'Milica',
      orcid: '0000-0002-1825-0097',
      affiliations: [{ name: 'Institute of Tides', ror: 'https://ror.org/000001a69' }, { name: 'Harbour Office' }],
    },
    { family: 'Kovács', given: 'Ágnes' },
    { role: 'author', literal: 'Plato of the Quay' },
    { role: 'editor', literal: 'Ivo Tarnik, Jr.' },
    { role: 'translator', family: 'Martıcı', given: 'Elif' },
    { role: 'contributor', kind: 'organisation', literal: 'Society for Quiet Instruments' },
    { role: 'sponsor', kind: 'organisation', literal: 'Lantern Fund' },
  ],
  abstracts: [
    { text: 'Two lines about tides.\nThe second one.', lang: 'en' },
    { text: 'Gelgitler üzerine birkaç söz.', lang: 'tr' },
  ],
  keywords: [
    { text: 'sea level', lang: 'en' },
    { text: 'deniz seviyesi', lang: 'tr' },
  ],
  subjects: [
    { text: '551.47', scheme: 'ddc' },
    { text: 'Oceanography', lang: 'en', scheme: 'lcsh', uri: 'https://id.example.org/oceanography' },
  ],
  languages: ['srp', 'eng'],
  dates: [
    { date: '2021-06-30', kind: 'issued' },
    { date: '2019', kind: 'created' },
    { date: '2020-11-02', kind: 'submitted' },
    { date: '2021-03', kind: 'accepted' },
    { date: '2021-07-01', kind: 'available' },
    { date: '2022-01-15', kind: 'updated' },
  ],
  publishers: [{ name: 'Quay Press', lang: 'en' }],
  host: {
    titles: [
      { text: 'Annals of Measure', lang: 'en' },
      { text: 'Ölçü Yıllığı', lang: 'tr' },
    ],
    issns: ['1234-5679', '2434-561X'],
    volume: '14',
    issue: '2',
    firstPage: '101',
    lastPage: '120',
  },
  extent: { pages: 27, text: '5 figures' },
  type: 'article',
  identifiers: [
    { scheme: 'doi', value: '10.5555/full.1' },
    { scheme: 'handle', value: '99999/full' },
    { scheme: 'isbn', value: '978-3-16-148410-0' },
    { scheme: 'pmid', value: '7654321' },
  ],
  links: ['https://journals.example.org/full/1?a=1&b=2'],
  files: [
    { uri: 'https://journals.example.org/full/1.pdf', mediaType: 'application/pdf', label: 'Whole text' },
    { uri: 'https://journals.example.org/full/1.csv', mediaType: 'text/csv' },
  ],
  access: { status: 'embargoed', embargoEnd: '2031-05-04' },
  licence: { uri: 'https://creativecommons.org/licenses/by/4.0/', text: 'Some rights kept.', start: '2031-05-06' },
  version: 'published',
  funding: [
    {
      funder: 'EC',
      funderIdentifier: 'https://ror.org/000000777',
      programme: 'H2020',
      award: '654321',
      jurisdiction: 'EU',
      title: 'Weighing the sea',
      acronym: 'SEAWEIGHT',
    },
  ],
  relations: [
    { type: 'isSupplementedBy', scheme: 'doi', value: '10.5555/full.data' },
    { type: 'references', scheme: 'doi', value: '10.5555/noon' },
    { type: 'relates', scheme: 'url', value: 'https://journals.example.org/issue/2' },
    { type: 'isTranslationOf', value: 'An older book' },
  ],
  coverage: [{ text: 'Adriatic Sea', lang: 'en' }, { text: '1903/1931' }],
  sets: ['journal:annals'],
  modified: '2022-02-16T09:30:00Z',
  visibleFrom: '2020-01-01',
};
