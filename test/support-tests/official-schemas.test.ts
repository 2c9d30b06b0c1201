import { join } from 'node:path';
import { parseTree } from '../../src/judge/xml-tree.ts';
import { judgeAnswer } from '../support/judge-answer.ts';
import { entranceFor } from '../support/official-schemas.ts';
import { expectedBy, savedAnswer } from './saved-answer.ts';

test.each([
  ['http://namespace.openaire.eu/schema/oaire/', 'wrapper-openaire'],
  ['http://www.europeana.eu/schemas/edm/', 'wrapper-edm'],
  ['http://www.rioxx.net/schema/v3.0/rioxx/', 'wrapper-rioxx'],
  ['http://purl.org/dc/terms/', 'wrapper-qdc'],
  ['urn:oai-pmh-endpoint:oai_qdc:1', 'own-qdc'],
  ['http://www.ncbi.nlm.nih.gov/JATS1', 'wrapper-jats'],
  ['http://www.openarchives.org/OAI/2.0/static-repository', 'wrapper-static'],
  ['http://www.loc.gov/MARC21/slim', 'wrapper'],
])('an answer with %s enters through %s', (namespace, wrapper) => {
  expect(entranceFor(parseTree(`<a><b xmlns:x="${namespace}"/></a>`))).toBe(wrapper);
  expect(entranceFor(parseTree(`<a><b>xmlns:x="${namespace}"</b></a>`))).toBe('wrapper');
});

test('where OAI_SHARED points, the judge looks', () => {
  // That the published schemas are asked at all shows in a run that has none: it fails for want of the files.
  const before = process.env['OAI_SHARED'];
  process.env['OAI_SHARED'] = '/nowhere';
  try {
    const answer = savedAnswer(join(import.meta.dirname, '../../fixtures/answers/valid/identify.xml'));
    expect(() => judgeAnswer(answer, expectedBy(answer))).toThrow(/ENOENT.*\/nowhere\/reference\/schemas/);
  } finally {
    if (before === undefined) delete process.env['OAI_SHARED'];
    else process.env['OAI_SHARED'] = before;
  }
});
