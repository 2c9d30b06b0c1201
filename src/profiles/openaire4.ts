import { badLanguage, doubleEncoded, missing } from './dublin-core-rules.ts';
import { isW3cDate } from './is-w3c-date.ts';
import { type Profile, type Rule, rule, type Weight } from './rule.ts';
import { elementsOf, type ServedRecord, textsOf } from './served-record.ts';

const EMBARGOED = 'http://purl.org/coar/access_right/c_f1cf';
const OPEN = 'http://purl.org/coar/access_right/c_abf2';

/** OpenAIRE Guidelines for Literature Repositories, version 4: more than the schema of oai_openaire demands. */
export const openaire4: Profile = {
  name: 'openaire4',
  title: 'OpenAIRE Guidelines for Literature Repositories 4.0',
  metadataPrefix: 'oai_openaire',
  rules: [
    without('refused', 'title', 'datacite:title', 'Give the item a title (`titles`).'),
    rule(
      'refused',
      'issued',
      'no date of publication (datacite:date of type Issued)',
      'Give the item a date of kind issued, as precise as known (`dates`).',
      (record) => datesOf(record, 'Issued').length === 0,
    ),
    rule(
      'refused',
      'date-form',
      'the date of publication is not YYYY, YYYY-MM or YYYY-MM-DD',
      'Mend the date where the record comes from.',
      (record) => datesOf(record, 'Issued').some((text) => !isW3cDate(text)),
    ),
    withoutTerm('oaire:resourceType', 'uri', 'resource_type', 'Give the item its `type`, such as article.'),
    withoutTerm(
      'datacite:rights',
      'rightsURI',
      'access_right',
      'Say who may read it (`access.status`: open, embargoed, restricted or closed).',
    ),
    without('refused', 'identifier', 'datacite:identifier', 'Give the item its DOI or page (`identifiers`, `links`).'),
    rule(
      'grumbled',
      'link',
      'neither datacite:identifier nor an alternateIdentifier is an http(s) link',
      'Give the item a DOI, a Handle or a page (`identifiers`, `links`).',
      (record) =>
        ![...textsOf(record, 'datacite:identifier'), ...textsOf(record, 'datacite:alternateIdentifier')].some((text) =>
          /^https?:\/\/[^\s/]/i.test(text),
        ),
    ),
    without('grumbled', 'creator', 'datacite:creatorName', 'Give the item its authors (`agents`).'),
    rule(
      'grumbled',
      'embargo',
      'embargoed, without the pair of dates that tells its beginning and its end',
      'Give the item its date of publication (`dates`) and the end of the embargo (`access.embargoEnd`).',
      (record) =>
        elementsOf(record, 'datacite:rights').some(({ attributes }) => attributes['rightsURI'] === EMBARGOED) &&
        (datesOf(record, 'Accepted').length === 0 || datesOf(record, 'Available').length === 0),
    ),
    missing('grumbled', 'language'),
    badLanguage,
    missing('grumbled', 'publisher'),
    missing('grumbled', 'description'),
    without('grumbled', 'subject', 'datacite:subject', 'Give the item keywords or headings (`keywords`, `subjects`).'),
    rule(
      'grumbled',
      'file',
      'open access, and no oaire:file leads to the full text',
      'Give the item its files (`files`).',
      (record) =>
        elementsOf(record, 'datacite:rights').some(({ attributes }) => attributes['rightsURI'] === OPEN) &&
        elementsOf(record, 'oaire:file').length === 0,
    ),
    without(
      'grumbled',
      'licence',
      'oaire:licenseCondition',
      'Give the item its licence (`licence`), where it has one.',
    ),
    without('grumbled', 'version', 'oaire:version', 'Say which version of the text it is (`version`), where known.'),
    doubleEncoded,
  ],
};

function without(weight: Weight, name: string, element: string, mend: string): Rule {
  return rule(weight, name, `no ${element}`, mend, (record) => elementsOf(record, element).length === 0);
}

/** Mandatory once, with the URI of a term of COAR's. */
function withoutTerm(element: string, attribute: string, vocabulary: string, mend: string): Rule {
  const start = `http://purl.org/coar/${vocabulary}/`;
  return rule('refused', element.replace(/^.*:/, ''), `no ${element} with a term of COAR`, mend, (record) =>
    elementsOf(record, element).every(({ attributes }) => attributes[attribute]?.startsWith(start) !== true),
  );
}

function datesOf(record: ServedRecord, dateType: string): string[] {
  return elementsOf(record, 'datacite:date')
    .filter(({ attributes }) => attributes['dateType'] === dateType)
    .map(({ text }) => text);
}
