import { parseTree } from '../../src/judge/xml-tree.ts';

const nested = (depth: number) => `<r xmlns="urn:x">${'<b>'.repeat(depth)}${'</b>'.repeat(depth)}</r>`;

test('elements may stand as deep as metadata ever does, and no deeper: the time that they take grows with the square', () => {
  expect(parseTree(nested(99)).children).toHaveLength(1);
  expect(() => parseTree(nested(50_000))).toThrow('more than 100 deep');
});
