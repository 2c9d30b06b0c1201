import { agentName } from './agent-name.ts';
import { citations, publicationDate } from './citation.ts';
import type { Item } from './item.ts';
import { persistentUrl } from './persistent-url.ts';
import { titleStatement } from './title-statement.ts';

/** More authors than this are `et al.` */
const MOST_AUTHORS = 10;

/** A citation in its parts, each of which may be of another language and direction. */
export interface CitationParts {
  /** `Fenwick, Orla; Doe, Jane`; editors where there are no authors. */
  authors: string | undefined;
  title: string;
  titleLanguage: string | undefined;
  /** `Annals of Measure, 14(2), 101-120 (2021)`; where it stands in nothing, its publisher and year. */
  source: string | undefined;
  sourceLanguage: string | undefined;
  url: string | undefined;
}

/** How an item is cited, for people: authors, title, where it appeared, its persistent URL. */
export function citationInWords(item: Item): CitationParts {
  const { text, lang } = titleStatement(item);
  const [host] = citations(item);
  return {
    authors: authors(item),
    title: text,
    titleLanguage: lang,
    source: host?.text ?? publisherAndYear(item),
    sourceLanguage: host === undefined ? item.publishers?.[0]?.lang : host.lang,
    url: persistentUrl(item),
  };
}

/** The same in one line of text. */
export function citationText(item: Item): string {
  const { authors, title, source, url } = citationInWords(item);
  const sentences = [authors === undefined ? title : `${authors}: ${title}`, source].filter(
    (part) => part !== undefined,
  );
  return `${sentences.map(ended).join(' ')}${url === undefined ? '' : ` ${url}`}`;
}

/** With a full stop at its end, unless it ends a sentence already. */
export function ended(sentence: string): string {
  return /[.!?…。！？؟۔।]$/u.test(sentence) ? sentence : `${sentence}.`;
}

function authors({ agents = [] }: Item): string | undefined {
  const byRole = (wanted: string) => agents.filter(({ role = 'author' }) => role === wanted).map(agentName);
  const authors = byRole('author');
  const names = authors.length > 0 ? authors : byRole('editor');
  if (names.length === 0) return undefined;
  return names.length > MOST_AUTHORS ? `${names.slice(0, MOST_AUTHORS).join('; ')} et al.` : names.join('; ');
}

function publisherAndYear(item: Item): string | undefined {
  const year = publicationDate(item)?.slice(0, 4);
  const parts = [item.publishers?.[0]?.name, year === undefined ? undefined : `(${year})`];
  const text = parts.filter((part) => part !== undefined).join(' ');
  return text === '' ? undefined : text;
}
