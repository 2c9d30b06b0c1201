import { childElements, childText, parseDocument, type XmlNode } from '../../xml/parse-document.ts';
import { html, type Markup } from '../html.ts';
import { htmlPage } from '../html-page.ts';
import { inLanguage } from '../language.ts';
import { requestPath } from '../site.ts';
import { errorView } from './error-view.ts';
import { instant } from './instant.ts';
import { requestForm } from './request-form.ts';
import { verbView } from './verb-views.ts';
import { type AnswerView, givenValue, type View } from './view.ts';

/** Elements of a record that are read for a page: a few more than any page shows, so that it knows of the rest. */
const MOST_ALONE = 6_000;
const MOST_IN_LIST = 600;

/**
 * An answer of the protocol as a page for people. It is made of the very XML that harvesters get, so the two cannot
 * disagree.
 */
export function answerPage(xml: string, view: View): string {
  const mostOfRecord = givenValue(view, 'verb') === 'GetRecord' ? MOST_ALONE : MOST_IN_LIST;
  const answer = parseDocument(xml, { mostOfRecord });
  const { site, xmlPath } = view;
  const content = contentView(answer, view);
  const { title, place, body } = content;
  return htmlPage({
    site,
    title,
    place,
    head: [html`<meta name="robots" content="noindex, nofollow">`],
    body: html`<h1${'lang' in content && inLanguage(content.lang)}>${title}</h1>
<ul class="links quiet">
${xmlPath !== undefined && html`<li><a href="${xmlPath}">This answer as XML</a></li>\n`}<li><a href="#request">Make a request</a></li>
<li>answered ${instant(childText(answer, 'responseDate'))}</li>
</ul>
${body}
${requestForm(view)}`,
  });
}

function contentView(answer: XmlNode, view: View): AnswerView {
  const content = childElements(answer).filter(({ local }) => local !== 'responseDate' && local !== 'request');
  const [first] = content;
  if (first === undefined) throw new Error('the answer is empty');
  if (first.local !== 'error') return verbView(first, view);
  // Somebody just opened the address, and made no mistake that they need to hear of.
  return view.given.length === 0 && givenValue(view, 'verb') === undefined ? welcome(view) : errorView(content, view);
}

function welcome({ site }: View): AnswerView {
  const { repositoryName, baseUrl, browsePath } = site;
  const link = (verb: string, text: string, metadataPrefix?: string): Markup =>
    html`<a href="${requestPath(site, { verb, metadataPrefix })}">${text}</a>`;
  return {
    title: repositoryName,
    lang: undefined,
    body: html`<p class="lead">Library catalogues and search engines collect the records of this repository here, by the
protocol OAI-PMH. In a browser you see what they get, as pages.</p>
<ul>
${browsePath !== undefined && html`<li><a href="${browsePath}">Browse</a> by set and by date</li>\n`}<li>${link('ListRecords', 'Records', 'oai_dc')}, the latest changes last</li>
<li>${link('ListSets', 'Sets')}, the groups that they belong to</li>
<li>${link('ListMetadataFormats', 'Formats')} that they come in</li>
<li>${link('Identify', 'About')} the repository, and whom to write to</li>
</ul>
<p class="prose">To harvest it, give your program this address: <code>${baseUrl}</code>. Every request names a
verb; a program that sends none, as your browser did now, is told <code>badVerb</code>.</p>`,
  };
}
