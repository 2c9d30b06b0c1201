import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { xsdJudge } from '../../src/formats/xsd-judge.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

// A name that is no URL as it stands.
const folder = join(temporaryFolder(), 'schemas of ours é %20');
mkdirSync(folder);

function schema(name: string, inside: string, targetNamespace = 'urn:note'): string {
  const path = join(folder, name);
  writeFileSync(
    path,
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:n="urn:note" xmlns:o="urn:other"
      targetNamespace="${targetNamespace}" elementFormDefault="qualified">${inside}</xs:schema>`,
  );
  return path;
}

const NOTE = '<xs:element name="note"><xs:complexType><xs:sequence>';
const END = '</xs:sequence></xs:complexType></xs:element>';

test('what is valid passes, and what is not is told in the words of the schema', () => {
  const judge = xsdJudge(schema('note.xsd', `${NOTE}<xs:element name="year" type="xs:gYear"/>${END}`));
  expect(() => judge('<note xmlns="urn:note"><year>2021</year></note>')).not.toThrow();
  expect(() => judge('<note xmlns="urn:note"><year>soon</year></note>')).toThrow(
    "Element '{urn:note}year': 'soon' is not a valid value of the atomic type 'xs:gYear'.",
  );
  expect(() => judge('<other xmlns="urn:note"/>')).toThrow('No matching global declaration');
});

test('what lies beside a schema is included and imported', () => {
  schema(
    'parts.xsd',
    '<xs:simpleType name="colour"><xs:restriction base="xs:string"><xs:enumeration value="red"/></xs:restriction></xs:simpleType>',
  );
  schema('other.xsd', '<xs:element name="size" type="xs:int"/>', 'urn:other');
  const judge = xsdJudge(
    schema(
      'whole.xsd',
      `<xs:include schemaLocation="parts.xsd"/><xs:import namespace="urn:other" schemaLocation="other.xsd"/>
      ${NOTE}<xs:element name="colour" type="n:colour"/><xs:element ref="o:size"/>${END}`,
    ),
  );
  const note = (colour: string, size: string) =>
    `<note xmlns="urn:note"><colour>${colour}</colour><size xmlns="urn:other">${size}</size></note>`;
  expect(() => judge(note('red', '3'))).not.toThrow();
  expect(() => judge(note('blue', '3'))).toThrow('colour');
  expect(() => judge(note('red', 'big'))).toThrow('size');
});

test.each([
  ['an import that is not there', '<xs:import namespace="urn:other" schemaLocation="gone.xsd"/>', 'gone.xsd'],
  [
    'an import from the web',
    '<xs:import namespace="urn:other" schemaLocation="http://x.invalid/o.xsd"/>',
    'http://x.invalid/o.xsd',
  ],
  ['an include that is not there', '<xs:include schemaLocation="gone.xsd"/>', 'gone.xsd'],
])('%s is not passed over, though nothing refers to it', (_, inside, named) => {
  const path = schema('lame.xsd', `${inside}${NOTE}<xs:any processContents="lax" namespace="##other"/>${END}`);
  const fault = faultOf(path);
  expect(fault).toMatch(/^The schema .*lame\.xsd cannot be used: it needs .*\. What it imports must lie in files\.$/);
  expect(fault).toContain(named);
  // One that is whole can be used afterwards all the same.
  expect(() => xsdJudge(schema('whole-again.xsd', `${NOTE}${END}`))).not.toThrow();
});

test('a schema that is none is a fault with its path and a reason', () => {
  expect(faultOf(schema('typo.xsd', '<xs:element name="a" type="n:nowhere"/>'))).toMatch(
    /typo\.xsd cannot be used: .*nowhere/,
  );
  writeFileSync(join(folder, 'torn.xsd'), '<xs:schema');
  expect(faultOf(join(folder, 'torn.xsd'))).toMatch(/torn\.xsd cannot be used: /);
  expect(faultOf(join(folder, 'absent.xsd'))).toMatch(/absent\.xsd cannot be used: ENOENT/);
});

function faultOf(path: string): string {
  try {
    xsdJudge(path);
  } catch (error) {
    expect(error).toMatchObject({ name: 'Fault', exitCode: 2 });
    return (error as Error).message;
  }
  throw new Error('the schema was taken');
}
