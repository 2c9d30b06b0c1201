import { childElements, childrenNamed, childText, parseDocument, textOf } from '../../src/xml/parse-document.ts';

test('elements, attributes and texts come in order; blanks between elements are none', () => {
  const root = parseDocument('<a x="1 &amp; 2">\n one <b/>\n<![CDATA[<two>]]> &#x33;<b y=""/> \n</a>');
  const content = root.content.map((one) => (typeof one === 'string' ? one : one.name));
  expect(content).toEqual(['\n one ', 'b', '<two>', ' 3', 'b']);
  expect([...root.attributes]).toEqual([['x', '1 & 2']]);
  expect(textOf(root)).toBe('one <two> 3');
  expect(childrenNamed(root, 'b')).toHaveLength(2);
  expect(childText(root, 'b')).toBe('');
});

test('each element is in its namespace, however it is declared, undeclared and declared anew', () => {
  const root = parseDocument(
    '<a xmlns="urn:1" xmlns:p="urn:p"><p:b/><c xmlns=""><d/><p:e xmlns:p="urn:q"><p:f/></p:e><p:g/></c><h/><xml:i/></a>',
  );
  const seen: [string, string][] = [];
  const walk = (node: typeof root) => {
    seen.push([node.local, node.namespace]);
    childElements(node).forEach(walk);
  };
  walk(root);
  expect(seen.slice(0, 9)).toEqual([
    ['a', 'urn:1'],
    ['b', 'urn:p'],
    ['c', ''],
    ['d', ''],
    ['e', 'urn:q'],
    ['f', 'urn:q'],
    ['g', 'urn:p'],
    ['h', 'urn:1'],
    ['i', ''],
  ]);
  expect(root.attributes.size).toBe(0);
});

test('a very deep document takes no longer than a long one, with declarations on each level', () => {
  const deep = (depth: number) =>
    Array.from({ length: depth }, (_, level) => `<a xmlns:p${level}="urn:${level}">`).join('') + '</a>'.repeat(depth);
  expect(parseDocument(deep(50_000)).name).toBe('a');
}, 60_000);

test('of a record no more elements are read than asked for, and what follows is read again', () => {
  const record = `<record><record/><b><c/><c>text</c><c/></b>tail</record>`;
  const shown = (mostOfRecord: number) => {
    const lines: string[] = [];
    const walk = (node: ReturnType<typeof parseDocument>, depth: number) => {
      lines.push(`${depth}${node.local}`);
      for (const child of childElements(node)) walk(child, depth + 1);
    };
    walk(parseDocument(`<list>${record}<x/>${record}<y/></list>`, { mostOfRecord }), 0);
    return lines.join(' ');
  };
  expect(shown(3)).toBe('0list 1record 2record 2b 3c 1x 1record 2record 2b 3c 1y');
  expect(shown(100)).toBe('0list 1record 2record 2b 3c 3c 3c 1x 1record 2record 2b 3c 3c 3c 1y');
});

test.each(['<a>', '<a></b>', '', 'text', '<a/><b/>', '<a>\u0001</a>'])('%j is no document', (xml) => {
  expect(() => parseDocument(xml)).toThrow();
});
