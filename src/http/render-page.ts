import type { Argument } from '../oai/arguments.ts';
import { answerPage } from '../pages/oai/answer-page.ts';
import type { Site } from '../pages/site.ts';
import { type Piece, unpack } from '../store/packed.ts';
import type { DataProvider } from '../verbs/data-provider.ts';
import type { OaiReport } from './request-report.ts';

/** Longest query of a link to the XML, in characters: what came by POST may be too long for a URL. */
const LONGEST_QUERY = 8_000;

/** What is asked, decoded and as it came. */
export interface Asked {
  received: readonly Argument[];
  query: string;
}

/** Where the same answer is as XML, and where forms of requests go, below the base URL. */
export const XML_PATH = '/xml';
export const FORM_PATH = '/form';

/** The page of an answer. Rejects as DataProvider.answer does. */
export async function renderPage(
  provider: DataProvider,
  { received, query }: Asked,
  site: Site,
  tell: (report: OaiReport) => void,
): Promise<string> {
  const xml = textOf(await provider.answer(received, { tell }));
  const base = site.oaiPath.replace(/\/+$/, '');
  return answerPage(xml, {
    site,
    given: received,
    xmlPath: query.length > LONGEST_QUERY ? undefined : `${base}${XML_PATH}${query === '' ? '' : `?${query}`}`,
    formPath: `${base}${FORM_PATH}`,
    offered: provider.formats,
    ofItem: await formatsOfItem(provider, received),
  });
}

/** Of the one item that GetRecord asks for, so that the page can lead to its other formats. */
async function formatsOfItem(
  provider: DataProvider,
  received: readonly Argument[],
): Promise<readonly string[] | undefined> {
  const identifier = received.find(({ name }) => name === 'identifier');
  if (identifier === undefined || !received.some(({ name, value }) => name === 'verb' && value === 'GetRecord'))
    return undefined;
  const xml = textOf(await provider.answer([{ name: 'verb', value: 'ListMetadataFormats' }, identifier]));
  // Our own XML, and prefixes need no escapes that XML knows.
  return [...xml.matchAll(/<metadataPrefix>([^<]*)<\/metadataPrefix>/g)].map(([, prefix = '']) => prefix);
}

function textOf(pieces: readonly Piece[]): string {
  return Buffer.concat(pieces.map((piece) => (Buffer.isBuffer(piece) ? piece : unpack(piece)))).toString();
}
