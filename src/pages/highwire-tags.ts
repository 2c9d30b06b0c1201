import { agentName } from '../items/agent-name.ts';
import { publicationDate } from '../items/citation.ts';
import type { Item } from '../items/item.ts';
import { languageTag } from '../items/language.ts';
import { titleStatement } from '../items/title-statement.ts';
import type { ItemView } from './item-view.ts';
import { isWebUrl } from './web-link.ts';

/** Name and content of one meta element. */
export type MetaTag = readonly [name: string, content: string];

/**
 * The meta elements of Highwire Press, by which Google Scholar and reference managers read a landing page. One
 * `citation_author` for each author, in order, each followed by what is known of that author.
 */
export function highwireTags(view: ItemView): MetaTag[] {
  return [...tags(view)].flatMap(([name, content]) =>
    content === undefined || content === '' ? [] : [[name, content]],
  );
}

function* tags({ item, landingUrl }: ItemView): Generator<readonly [string, string | undefined]> {
  yield ['citation_title', titleStatement(item).text];
  for (const agent of item.agents ?? []) {
    const { role = 'author', orcid, affiliations = [] } = agent;
    if (role === 'editor') yield ['citation_editor', agentName(agent)];
    if (role !== 'author') continue;
    yield ['citation_author', agentName(agent)];
    for (const { name } of affiliations) yield ['citation_author_institution', name];
    if (orcid !== undefined) yield ['citation_author_orcid', `https://orcid.org/${orcid}`];
  }
  // YYYY/MM/DD, or as much of it as is known.
  yield ['citation_publication_date', publicationDate(item)?.replaceAll('-', '/')];
  yield* appearance(item);
  const { host } = item;
  yield ['citation_volume', host?.volume];
  yield ['citation_issue', host?.issue];
  yield ['citation_firstpage', host?.firstPage ?? host?.articleNumber];
  yield ['citation_lastpage', host?.lastPage];
  for (const issn of host?.issns ?? []) yield ['citation_issn', issn];
  for (const { scheme, value } of item.identifiers ?? []) {
    if (scheme === 'doi' || scheme === 'isbn' || scheme === 'pmid') yield [`citation_${scheme}`, value];
    if (scheme === 'arxiv') yield ['citation_arxiv_id', value];
  }
  for (const { name } of item.publishers ?? []) yield ['citation_publisher', name];
  for (const language of item.languages ?? []) yield ['citation_language', languageTag(language)];
  for (const { text } of item.keywords ?? []) yield ['citation_keywords', text];
  yield ['citation_abstract_html_url', landingUrl];
  for (const { uri, mediaType } of item.files ?? []) {
    if (!isWebUrl(uri)) continue;
    if (mediaType === 'application/pdf') yield ['citation_pdf_url', uri];
    if (mediaType === 'text/html') yield ['citation_fulltext_html_url', uri];
  }
}

/** Where it appeared: which element says it tells what it is. */
function* appearance(item: Item): Generator<readonly [string, string | undefined]> {
  const hostTitle = item.host?.titles?.[0]?.text;
  const institution =
    item.publishers?.[0]?.name ?? item.agents?.flatMap(({ affiliations = [] }) => affiliations)[0]?.name;
  switch (item.type) {
    case 'bachelorThesis':
    case 'masterThesis':
    case 'doctoralThesis':
      yield ['citation_dissertation_institution', institution];
      yield ['citation_dissertation_name', THESES[item.type]];
      return;
    case 'report':
    case 'workingPaper':
      yield ['citation_technical_report_institution', institution];
      yield ['citation_technical_report_number', item.host?.issue];
      yield ['citation_series_title', hostTitle];
      return;
    case 'conferenceObject':
      yield ['citation_conference_title', hostTitle];
      return;
    case 'bookPart':
      yield ['citation_inbook_title', hostTitle];
      return;
    default:
      yield ['citation_journal_title', hostTitle];
  }
}

const THESES = {
  bachelorThesis: "Bachelor's thesis",
  masterThesis: "Master's thesis",
  doctoralThesis: 'Doctoral thesis',
};
