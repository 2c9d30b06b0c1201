import { childElements, childrenNamed, childText, textOf, type XmlNode } from '../../xml/parse-document.ts';
import { Allowance } from '../allowance.ts';
import { html, type Markup } from '../html.ts';
import { requestPath } from '../site.ts';
import { elementTree } from './element-tree.ts';
import { instant } from './instant.ts';
import { isFlat, recordFields } from './record-fields.ts';
import type { AnswerView, View } from './view.ts';

/** The words of the protocol for what becomes of deleted records, said plainly. */
const DELETIONS: Readonly<Record<string, string>> = {
  persistent: 'are kept for ever, marked as deleted',
  transient: 'are marked as deleted for a time',
  no: 'disappear without a trace',
};

/** Identify as a page: what the repository is, who answers for it, and all that it says of itself. */
export function identifyView(element: XmlNode, view: View): AnswerView {
  const name = childText(element, 'repositoryName');
  const emails = childrenNamed(element, 'adminEmail').map(textOf);
  const compressions = childrenNamed(element, 'compression').map(textOf);
  const deletedRecord = childText(element, 'deletedRecord');
  const descriptions = childrenNamed(element, 'description').flatMap(childElements);
  return {
    title: `About ${name}`,
    place: 'about',
    body: html`<dl class="fields">
<dt>Name</dt><dd dir="auto">${name}</dd>
<dt>Base URL</dt><dd><code>${childText(element, 'baseURL')}</code></dd>
<dt>Contact</dt>${emails.map((email) => html`<dd><a href="mailto:${email}">${email}</a></dd>\n`)}
<dt>Records since</dt><dd>${instant(childText(element, 'earliestDatestamp'))}</dd>
<dt>Deleted records</dt><dd>${DELETIONS[deletedRecord]} <span class="tag">${deletedRecord}</span></dd>
<dt>Datestamps</dt><dd>${childText(element, 'granularity').length > 10 ? 'in seconds' : 'in days'} <span class="tag">${childText(element, 'granularity')}</span></dd>
${compressions.length > 0 && html`<dt>Compression</dt><dd>${compressions.join(', ')}</dd>`}
<dt>Protocol</dt><dd>OAI-PMH ${childText(element, 'protocolVersion')}</dd>
</dl>
${descriptions.map((description) => html`${describe(description, view)}\n`)}`,
  };
}

function describe(description: XmlNode, view: View): Markup {
  const allowance = new Allowance({ elements: 300, characters: 30_000 });
  const sample = childText(description, 'sampleIdentifier');
  const shown = isFlat(description) ? recordFields(description, allowance) : elementTree([description], allowance);
  const path = requestPath(view.site, { verb: 'ListMetadataFormats', identifier: sample });
  return html`<h2>${description.name}</h2>
${shown}
${description.local === 'oai-identifier' && sample !== '' && html`<p><a href="${path}">Formats of the sample</a></p>`}`;
}
