import type { JudgedAnswer } from '../judged-answer.ts';
import { RuleViolation, shown } from '../rule-violation.ts';
import { KNOWN_FORMATS } from '../vocabulary.ts';

/** What ListMetadataFormats announces. */
export function checkFormats(answer: JudgedAnswer): void {
  if (answer.verb !== 'ListMetadataFormats') return;
  const seen = new Set<string>();
  for (const { metadataPrefix, schema, metadataNamespace } of answer.formats) {
    if (!/^[A-Za-z0-9_.!~*'()-]+$/.test(metadataPrefix)) {
      throw new RuleViolation('FMT-01', `${shown(metadataPrefix)} is no metadataPrefix`);
    }
    if (metadataPrefix === 'all') throw new RuleViolation('FMT-03', 'a format is called all');
    if (seen.has(metadataPrefix)) throw new RuleViolation('FMT-04', `${metadataPrefix} is listed twice`);
    seen.add(metadataPrefix);
    const known = KNOWN_FORMATS[metadataPrefix];
    if (known !== undefined && (schema !== known.schema || metadataNamespace !== known.namespace)) {
      throw new RuleViolation('FMT-02', `${metadataPrefix} is announced as ${metadataNamespace} by ${schema}`);
    }
  }
  // A single item may have lost a format; the repository as a whole always offers this one.
  if (answer.request.attributes['identifier'] === undefined && !seen.has('oai_dc')) {
    throw new RuleViolation('REC-04', 'the repository does not offer oai_dc');
  }
}
