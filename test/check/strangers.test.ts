import { join } from 'node:path';
import { TRUSTED_SCHEMAS } from '../../src/check/trusted-schemas.ts';
import type { Answer, Expected } from '../../src/judge/answer.ts';
import { judge } from '../../src/judge/judge.ts';
import { sharedFolder } from '../support/official-schemas.ts';
import { expectedBy, savedAnswer, xmlFilesIn } from '../support-tests/saved-answer.ts';

/** Answers judged as `check` judges those of strangers: with fewer schemas, and every fault told. */
function faultsOf(answer: Answer, expected: Expected): string[] {
  const rules: string[] = [];
  judge(answer, expected, [TRUSTED_SCHEMAS], (rule) => void rules.push(rule));
  return [...new Set(rules)];
}

const fixtures = join(import.meta.dirname, '../../fixtures/answers');

test.each(xmlFilesIn(join(fixtures, 'valid')))('%s is without fault', (_name, path) => {
  const answer = savedAnswer(path);
  expect(faultsOf(answer, expectedBy(answer))).toEqual([]);
});

/** A namespace that we do not know may well have a schema. */
const NOT_JUDGED = ['XML-17-unknown-namespace.xml'];
const invalid = xmlFilesIn(join(fixtures, 'invalid')).filter(([name]) => !NOT_JUDGED.includes(name));

test.each(invalid)('%s is found', (name, path) => {
  const answer = savedAnswer(path);
  expect(faultsOf(answer, expectedBy(answer))).toContain(/^[A-Z]+-\d+/.exec(name)?.[0]);
});

const shared = sharedFolder();
const samples =
  shared === undefined
    ? []
    : xmlFilesIn(join(shared, 'reference/samples/valid')).filter(
        // It shows a payload, in an envelope that is not whole.
        ([name]) => name !== 'v11-jats-namespaced.xml',
      );

(shared === undefined ? describe.skip : describe)(
  'valid samples of the checklist, in formats that we do not judge too',
  () => {
    test.each(shared === undefined ? [['(OAI_SHARED is not set)', '']] : samples)('%s', (_name, path) => {
      expect(faultsOf(savedAnswer(path), { baseUrl: 'https://oai.example.org/oai', errors: 'any' })).toEqual([]);
    });
  },
);
