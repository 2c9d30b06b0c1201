import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XmlDocument } from 'libxml2-wasm';
import type { Answer } from '../../src/judge/answer.ts';
import { parseTree } from '../../src/judge/xml-tree.ts';
import { judgeAnswer } from '../support/judge-answer.ts';
import { entranceFor, OFFICIAL_SCHEMAS, sharedFolder } from '../support/official-schemas.ts';
import { RuleViolation } from '../support/rule-violation.ts';
import { savedAnswer, xmlFilesIn } from './saved-answer.ts';

/**
 * The samples that came with the conformance checklist, and the published schemas. The project keeps none of them,
 * so these tests are skipped, visibly, unless OAI_SHARED says where they are.
 */
const shared = sharedFolder();
const describeShared = shared === undefined ? describe.skip : describe;

function samples(folder: string): [name: string, path: string][] {
  if (shared === undefined) return [['(OAI_SHARED is not set)', '']];
  return xmlFilesIn(join(shared, 'reference/samples', folder));
}

function brokenRule(answer: Answer): string | undefined {
  try {
    judgeAnswer(answer, { baseUrl: 'https://oai.example.org/oai', errors: 'any' });
  } catch (error) {
    if (error instanceof RuleViolation) return error.rule;
    throw error;
  }
  return undefined;
}

/** By the number before the first hyphen of the file name. The v files are those that our own schemas cover. */
const RULES: Readonly<Record<string, string | undefined>> = {
  v1: undefined,
  v2: undefined,
  v3: undefined,
  v4: undefined,
  v8: undefined,
  i1: 'REC-08',
  i2: 'DATE-03',
  i3: 'REC-02',
  i4: 'XML-19',
  i5: 'SET-02',
  i6: 'IDF-04',
  i7: 'ERR-01',
  i8: 'XML-18',
  i9: 'REC-07',
  i10: 'XML-20',
  i11: 'XML-02',
  i12: 'XML-13',
  i13: 'AGG-05',
  i14: 'XML-17',
  n1: 'XML-06',
  n2: 'XML-13',
  n3: 'REC-03',
  n4: 'REC-02',
  n5: 'DATE-02',
  n6: 'DATE-03',
  n7: 'VRB-13',
  n8: 'TOK-03',
  n9: 'ID-02',
  n10: 'XML-05',
  n11: 'REC-07',
  n12: 'DATE-03',
};
const numberOf = (name: string) => name.slice(0, name.indexOf('-'));

describeShared('the samples of the checklist, before the judge', () => {
  const all = ['valid', 'invalid', 'schema-valid-but-wrong'].flatMap(samples);
  const known = all.filter(([name]) => shared === undefined || numberOf(name) in RULES);

  test.each(known)('%s', (name, path) => {
    expect(brokenRule(savedAnswer(path))).toBe(RULES[numberOf(name)]);
  });

  test('none is left out but those in formats that our own schemas do not know', () => {
    expect(known.length).toBe(Object.keys(RULES).length);
    expect(all.filter((sample) => !known.includes(sample)).every(([name]) => name.startsWith('v'))).toBe(true);
  });
});

/** Throws what libxml2 objects to. */
function validate(text: string): void {
  const document = XmlDocument.fromString(text);
  try {
    OFFICIAL_SCHEMAS.validate(document, parseTree(text));
  } finally {
    document.dispose();
  }
}

describeShared('the published schemas', () => {
  test.each(samples('valid'))('accept %s', (_name, path) => {
    validate(readFileSync(path, 'utf8'));
  });

  test.each(samples('invalid'))('refuse %s', (_name, path) => {
    expect(() => validate(readFileSync(path, 'utf8'))).toThrow();
  });

  // One fault for each entrance: that it lets a good answer pass would not show that it looks at the payload.
  test.each([
    ['wrapper', 'v5-marc21.xml', 'ind1="7"', 'ind1="#"'],
    ['wrapper', 'v6-mods.xml', '<genre authority', '<genre foo="1" authority'],
    ['wrapper', 'v7-datacite.xml', 'resourceTypeGeneral="JournalArticle"', 'resourceTypeGeneral="Article"'],
    ['wrapper-openaire', 'v8-oai_openaire.xml', 'resourceTypeGeneral="literature"', 'resourceTypeGeneral="article"'],
    ['wrapper-qdc', 'v9-oai_qdc.xml', 'dcterms:W3CDTF">2021', 'dcterms:W3CDTF">spring 2021'],
    ['wrapper-edm', 'v10-edm.xml', '<edm:type>TEXT', '<edm:type>Article'],
    ['wrapper-jats', 'v11-jats-namespaced.xml', '<front>', '<front other="1">'],
  ])('through %s: %s with %s made %s', (entrance, name, before, after) => {
    const text = readFileSync(join(shared ?? '', 'reference/samples/valid', name), 'utf8');
    expect(text).toContain(before);
    expect(entranceFor(parseTree(text))).toBe(entrance);
    expect(() => validate(text.replace(before, after))).toThrow(/Element '/);
  });
});
