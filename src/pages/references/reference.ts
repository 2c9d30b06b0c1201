import { publicationDate } from '../../items/citation.ts';
import type { Item } from '../../items/item.ts';
import { languageTag } from '../../items/language.ts';
import { persistentUrl } from '../../items/persistent-url.ts';
import { titleStatement } from '../../items/title-statement.ts';
import type { ItemView } from '../item-view.ts';
import { isWebUrl } from '../web-link.ts';

/** A name as reference managers take it: of a person in its parts where they are known, else as printed. */
export type ReferenceName = { family: string; given?: string | undefined } | { literal: string; isBody: boolean };

/** What a reference manager keeps of an item. */
export interface Reference {
  /** Local part of the identifier. */
  id: string;
  type: Item['type'];
  /** What kind of thesis or paper it is, where `type` is too wide a word for programs. */
  genre: string | undefined;
  title: string;
  translatedTitles: string[];
  authors: ReferenceName[];
  editors: ReferenceName[];
  translators: ReferenceName[];
  /** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  issued: string | undefined;
  container: string | undefined;
  volume: string | undefined;
  issue: string | undefined;
  firstPage: string | undefined;
  lastPage: string | undefined;
  articleNumber: string | undefined;
  publisher: string | undefined;
  pages: number | undefined;
  doi: string | undefined;
  isbns: string[];
  issns: string[];
  url: string;
  abstract: string | undefined;
  keywords: string[];
  /** Tag of BCP 47. */
  language: string | undefined;
}

const GENRES: { readonly [type in NonNullable<Item['type']>]?: string } = {
  bachelorThesis: "Bachelor's thesis",
  masterThesis: "Master's thesis",
  doctoralThesis: 'Doctoral thesis',
  workingPaper: 'Working paper',
  preprint: 'Preprint',
};

/** An item as a reference; `id` is what it is called where it goes. */
export function referenceOf({ item, landingUrl }: Pick<ItemView, 'item' | 'landingUrl'>, id: string): Reference {
  const { host, identifiers = [], languages = [] } = item;
  const valuesOf = (scheme: string) => identifiers.flatMap((one) => (one.scheme === scheme ? [one.value] : []));
  const by = (wanted: string) =>
    (item.agents ?? []).filter(({ role = 'author' }) => role === wanted).map((agent) => nameOf(agent));
  return {
    id,
    type: item.type,
    genre: item.type && GENRES[item.type],
    title: titleStatement(item).text,
    translatedTitles: item.titles.filter(({ kind }) => kind === 'translated').map(({ text }) => text),
    authors: by('author'),
    editors: by('editor'),
    translators: by('translator'),
    issued: publicationDate(item),
    container: host?.titles?.[0]?.text,
    volume: host?.volume,
    issue: host?.issue,
    firstPage: host?.firstPage,
    lastPage: host?.lastPage,
    articleNumber: host?.articleNumber,
    publisher: item.publishers?.[0]?.name,
    pages: item.extent?.pages,
    doi: valuesOf('doi')[0],
    isbns: valuesOf('isbn'),
    issns: host?.issns ?? [],
    url: (item.links ?? []).find(isWebUrl) ?? persistentUrl(item) ?? landingUrl,
    abstract: item.abstracts?.[0]?.text,
    keywords: [...new Set((item.keywords ?? []).map(({ text }) => text))],
    language: languages[0] === undefined ? undefined : languageTag(languages[0]),
  };
}

function nameOf({ kind, family, given, literal }: NonNullable<Item['agents']>[number]): ReferenceName {
  if (kind !== 'organisation' && family !== undefined) return { family, given };
  return { literal: literal ?? family ?? '', isBody: kind === 'organisation' };
}
