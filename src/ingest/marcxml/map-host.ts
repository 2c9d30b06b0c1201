import { addIssn } from '../oai-xml/draft.ts';
import { readIssn } from '../read-issns.ts';
import { isPartOfOther } from './map-relations.ts';
import { leaveOut, type MarcDraft } from './marc-draft.ts';
import { fieldsOf, subfield, subfieldTexts } from './marc-record.ts';
import { readHostPart } from './read-host-part.ts';

/** With label and qualifier. */
const LONGEST_ISSN = 60;

/** 773; and 362, where CEEOL writes volume and issue of what has no host entry. */
export function mapHost(draft: MarcDraft): void {
  const { record, host } = draft;
  const hosts = fieldsOf(record, '773').filter((field) => !isPartOfOther(field));
  for (const field of hosts) {
    const title = subfield(field, 't') ?? subfield(field, 's') ?? subfield(field, 'a');
    if (title !== undefined && !host.titles?.some(({ text }) => text === title)) {
      host.titles = [...(host.titles ?? []), { text: title }];
    }
    for (const text of subfieldTexts(field, 'x')) {
      const issn = readIssn(text.slice(0, LONGEST_ISSN));
      if (issn === undefined) leaveOut(draft, field, text, 'is no ISSN');
      else addIssn(draft, issn);
    }
  }
  const place = hosts.find((field) => subfield(field, 'g') !== undefined);
  const [numbering] = hosts.length === 0 ? fieldsOf(record, '362') : [];
  const texts = place ? subfieldTexts(place, 'g') : numbering ? subfieldTexts(numbering, 'a') : [];
  if (texts.length > 0) Object.assign(host, readHostPart(texts.join(', ')));
}
