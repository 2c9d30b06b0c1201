import type { OaiErrorCode } from '../../oai/oai-error.ts';
import { textOf, type XmlNode } from '../../xml/parse-document.ts';
import { html, type Markup } from '../html.ts';
import { requestPath } from '../site.ts';
import { type AnswerView, givenValue, type View } from './view.ts';

/** Errors of the protocol in its own words, with what to do about each. */
export function errorView(errors: readonly XmlNode[], view: View): AnswerView {
  const nothing = errors.every((error) => error.attributes.get('code') === 'noRecordsMatch');
  return {
    title: nothing ? 'No records' : 'This request cannot be answered',
    body: html`${errors.map((error, index) => {
      const code = error.attributes.get('code') ?? '';
      // Said once of several errors of one kind: behind the last of them.
      const again = errors.slice(index + 1).some((other) => other.attributes.get('code') === code);
      const advice = again ? undefined : MEND[code as OaiErrorCode]?.(view);
      return html`<div class="error"><h2>${code}</h2>
<p dir="auto">${textOf(error)}</p>
${advice !== undefined && html`<p>${advice}</p>`}</div>\n`;
    })}`,
  };
}

const MEND: Readonly<Record<OaiErrorCode, (view: View) => Markup>> = {
  badVerb: () => html`Choose one of the six verbs <a href="#request">below</a>.`,
  badArgument: () =>
    html`Mend it <a href="#request">below</a>: each verb has its own form with the arguments it takes.`,
  badResumptionToken: (view) =>
    html`A token is good for one place in one list, and is copied whole. <a href="${requestPath(view.site, beginning(view))}">Begin the list anew</a>.`,
  cannotDisseminateFormat: (view) => {
    const identifier = givenValue(view, 'identifier');
    const path = requestPath(view.site, { verb: 'ListMetadataFormats', identifier });
    return identifier === undefined
      ? html`See <a href="${path}">which formats there are</a>.`
      : html`See <a href="${path}">which formats this item has</a>.`;
  },
  idDoesNotExist: (view) =>
    html`Compare the identifier letter by letter, or look for it among the <a href="${records(view, 'ListIdentifiers')}">identifiers</a>.`,
  noMetadataFormats: (view) =>
    html`A deleted item has none any more. <a href="${requestPath(view.site, {
      verb: 'GetRecord',
      identifier: givenValue(view, 'identifier'),
      metadataPrefix: 'oai_dc',
    })}">See its record</a>.`,
  noRecordsMatch: (view) =>
    html`That is no fault of the request: nothing is in this set, or has changed between these dates. See <a href="${records(view, 'ListRecords')}">all records</a> or the <a href="${requestPath(view.site, { verb: 'ListSets' })}">sets</a>.`,
  noSetHierarchy: (view) =>
    html`Ask for <a href="${records(view, 'ListRecords')}">all records</a> instead, without a set.`,
};

/** The list that a token was meant to go on with, from its beginning. */
function beginning(view: View): Record<string, string> {
  const verb = givenValue(view, 'verb') ?? 'ListRecords';
  return verb === 'ListSets' ? { verb } : { verb, metadataPrefix: 'oai_dc' };
}

function records({ site, ...view }: View, verb: string): string {
  const asked = givenValue(view, 'metadataPrefix');
  const known = view.offered.some(({ metadataPrefix }) => metadataPrefix === asked);
  return requestPath(site, { verb, metadataPrefix: known ? asked : 'oai_dc' });
}
