import type { Expected } from '../answer.ts';
import type { JudgedAnswer } from '../judged-answer.ts';
import { type Report, shown } from '../report.ts';
import { OAI_DC_ADDRESS } from '../vocabulary.ts';

/** What ListMetadataFormats announces. */
export function checkFormats(answer: JudgedAnswer, expected: Expected, report: Report): void {
  if (answer.verb !== 'ListMetadataFormats') return;
  const known = { oai_dc: OAI_DC_ADDRESS, ...expected.formats };
  const seen = new Set<string>();
  for (const { metadataPrefix, schema, metadataNamespace } of answer.formats) {
    if (!/^[A-Za-z0-9_.!~*'()-]+$/.test(metadataPrefix)) {
      report('FMT-01', `${shown(metadataPrefix)} is no metadataPrefix`);
    }
    if (metadataPrefix === 'all') report('FMT-03', 'a format is called all');
    if (seen.has(metadataPrefix)) report('FMT-04', `${metadataPrefix} is listed twice`);
    seen.add(metadataPrefix);
    const wanted = Object.hasOwn(known, metadataPrefix) ? known[metadataPrefix as keyof typeof known] : undefined;
    if (wanted !== undefined && (schema !== wanted.schema || metadataNamespace !== wanted.namespace)) {
      report('FMT-02', `${metadataPrefix} is announced as ${metadataNamespace} by ${schema}`);
    }
  }
  // A single item may have lost a format; the repository as a whole always offers this one.
  if (answer.request.attributes['identifier'] === undefined && !seen.has('oai_dc')) {
    report('REC-04', 'the repository does not offer oai_dc');
  }
}
