import { capitalised, noun, prose } from './prose.ts';
import { randomOf } from './random.ts';

export const REPOSITORY_IDENTIFIER = 'bench.example.org';
const JOURNALS = 40;
const YEARS = 36;

export type Article = ReturnType<typeof articleOf>;

/**
 * One of so many articles, as a canonical item, the same each time: its journal changes from one to the next, its year
 * now and then. Every other one has an abstract, of 1,000 characters on average; its Dublin Core then comes to 2.1 kB, and
 * to 1 kB without.
 */
export function articleOf(number: number, items: number) {
  const random = randomOf(number);
  const journal = number % JOURNALS;
  const year = String(1990 + Math.floor((number / items) * YEARS));
  const name = `Journal of ${capitalised(noun(randomOf(-1 - journal)))} and ${capitalised(noun(randomOf(-101 - journal)))}`;
  const firstPage = 1 + Math.floor(random() * 900);
  return {
    identifier: `article/${number}`,
    titles: [{ text: capitalised(prose(random, 5 + Math.floor(random() * 7))), lang: 'en' }],
    agents: distinctNouns(random, 1 + Math.floor(random() * 4)).map((family) => ({
      family: capitalised(family),
      given: capitalised(noun(random)),
    })),
    abstracts:
      number % 2 === 0
        ? [{ text: `${capitalised(prose(random, 62 + Math.floor(random() ** 2 * 190)))}.`, lang: 'en' }]
        : [],
    keywords: distinctNouns(random, 1 + Math.floor(random() * 4)).map((text) => ({ text, lang: 'en' })),
    languages: ['eng'],
    dates: [{ date: year, kind: 'issued' }],
    publishers: [{ name: `${capitalised(noun(randomOf(-201 - journal)))} Press` }],
    host: {
      titles: [{ text: name, lang: 'en' }],
      issns: [issn(1_000_000 + journal)],
      volume: String(1 + (number % 60)),
      issue: String(1 + (number % 6)),
      firstPage: String(firstPage),
      lastPage: String(firstPage + 1 + Math.floor(random() * 30)),
    },
    type: 'article',
    identifiers: [{ scheme: 'doi', value: `10.5555/bench.${number}` }],
    links: [`https://journals.example.org/article/${number}`],
    access: { status: number % 3 === 0 ? 'open' : 'closed' },
    sets: [`journal:j${journal}`, `year:${year}`, ...(number % 1000 === 7 ? ['rare'] : [])],
  };
}

export function oaiIdentifierOf(number: number): string {
  return `oai:${REPOSITORY_IDENTIFIER}:article/${number}`;
}

/** Whether an article is deleted once it has been written: one in a hundred. */
export function isDeleted(number: number): boolean {
  return randomOf(~number)() < 0.01;
}

/**
 * Its Dublin Core as a record's body, made much as the program makes it but faster: what is measured with it is
 * serving, not rendering.
 */
export function dublinCoreOf({
  titles,
  agents,
  keywords,
  abstracts,
  publishers,
  dates,
  links,
  identifiers,
  host,
  access,
}: Article): string {
  const inEnglish = (element: string, texts: readonly { text: string }[]) =>
    texts.map(({ text }) => `<dc:${element} xml:lang="en">${text}</dc:${element}>`).join('');
  const plain = (element: string, texts: readonly string[]) =>
    texts.map((text) => `<dc:${element}>${text}</dc:${element}>`).join('');
  const [journal = { text: '' }] = host.titles;
  const [{ date: year } = { date: '' }] = dates;
  return [
    '<metadata><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd">',
    inEnglish('title', titles),
    plain(
      'creator',
      agents.map(({ family, given }) => `${family}, ${given}`),
    ),
    inEnglish('subject', keywords),
    inEnglish('description', abstracts),
    plain(
      'publisher',
      publishers.map(({ name }) => name),
    ),
    plain(
      'date',
      dates.map(({ date }) => date),
    ),
    plain('type', ['info:eu-repo/semantics/article']),
    plain('identifier', [...links, ...identifiers.map(({ value }) => `https://doi.org/${value}`)]),
    inEnglish('source', [
      { text: `${journal.text}, ${host.volume}(${host.issue}), ${host.firstPage}-${host.lastPage} (${year})` },
    ]),
    plain(
      'source',
      host.issns.map((number) => `ISSN ${number}`),
    ),
    plain('language', ['eng']),
    plain('rights', [`info:eu-repo/semantics/${access.status}Access`]),
    '</oai_dc:dc></metadata>',
  ].join('');
}

/** Not more than so many: a repeated one is not said twice. */
function distinctNouns(random: () => number, count: number): string[] {
  return [...new Set(Array.from({ length: count }, () => noun(random)))];
}

/** The ISSN of seven digits, with its check digit. */
function issn(digits: number): string {
  const sum = [...String(digits)].reduce((total, digit, at) => total + Number(digit) * (8 - at), 0);
  const check = (11 - (sum % 11)) % 11;
  return `${String(digits).slice(0, 4)}-${String(digits).slice(4)}${check === 10 ? 'X' : check}`;
}
