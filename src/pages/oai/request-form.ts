import { ARGUMENTS, type ArgumentName } from '../../oai/request.ts';
import { VERBS, type Verb } from '../../oai/verb.ts';
import { html, type Markup } from '../html.ts';
import { givenValue, type View } from './view.ts';

const MEANING: Readonly<Record<Verb, string>> = {
  Identify: 'what this repository is',
  ListMetadataFormats: 'formats of all records, or of one',
  ListSets: 'groups of records',
  ListIdentifiers: 'headers of records, without their metadata',
  ListRecords: 'records with their metadata',
  GetRecord: 'one record',
};

const HINTS: Readonly<Record<ArgumentName, string>> = {
  identifier: 'such as oai:example.org:1',
  metadataPrefix: 'the format',
  from: 'first day or second, UTC: YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ',
  until: 'last day or second, spelled like from',
  set: 'a setSpec',
  resumptionToken: 'as the page before gave it',
};

/** Forms for all requests of the protocol, with all their arguments; the one of this request is open and filled in. */
export function requestForm(view: View): Markup {
  const verb = givenValue(view, 'verb');
  const open = VERBS.find((one) => one === verb) ?? 'ListRecords';
  const order = Object.keys(MEANING) as Verb[];
  return html`<section class="request" id="request" aria-labelledby="request-title">
<h2 id="request-title">Make a request</h2>
${order.map((one) => verbForms(one, one === open, view))}</section>`;
}

/** An exclusive argument has a form of its own, since nothing may stand beside it. */
function verbForms(verb: Verb, open: boolean, view: View): Markup {
  const { required, optional, exclusive } = ARGUMENTS[verb];
  const value = (name: ArgumentName) => (open ? givenValue(view, name) : undefined);
  const fields = [...required, ...optional].map((name) =>
    field(verb, name, value(name), required.includes(name), view),
  );
  return html`<details name="verb"${open && html` open`}>
<summary>${verb} <span class="quiet">${MEANING[verb]}</span></summary>
<div>
${form(verb, fields, verb, view)}
${
  exclusive !== undefined &&
  html`<hr>\n${form(verb, [field(verb, exclusive, value(exclusive), true, view)], 'Go on', view)}`
}</div>
</details>
`;
}

function form(verb: Verb, fields: readonly Markup[], button: string, { formPath }: View): Markup {
  return html`<form class="form" action="${formPath}">
<input type="hidden" name="verb" value="${verb}">
${fields}<p><button>${button}</button></p>
</form>`;
}

function field(verb: Verb, name: ArgumentName, value: string | undefined, required: boolean, view: View): Markup {
  const id = `${verb}-${name}`;
  const label = html`<label for="${id}">${name}${!required && html` <span class="quiet">(optional)</span>`}</label>`;
  const needed = required && html` required`;
  if (name === 'metadataPrefix') return html`<p>${label}${choice(id, value, view)}</p>\n`;
  return html`<p>${label}<input id="${id}" name="${name}" value="${value ?? ''}" aria-describedby="${id}-hint" autocomplete="off" spellcheck="false"${needed}>
<small id="${id}-hint">${HINTS[name]}</small></p>\n`;
}

/** The formats that are offered, and the one that was asked for. */
function choice(id: string, value: string | undefined, { offered }: View): Markup {
  const prefixes = offered.map(({ metadataPrefix }) => metadataPrefix);
  if (value !== undefined && !prefixes.includes(value)) prefixes.push(value);
  return html`<select id="${id}" name="metadataPrefix" aria-describedby="${id}-hint">
${prefixes.map((prefix) => html`<option${prefix === (value ?? 'oai_dc') && html` selected`}>${prefix}</option>\n`)}</select>
<small id="${id}-hint">${HINTS.metadataPrefix}</small>`;
}
