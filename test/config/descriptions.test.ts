import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readDescriptions } from '../../src/config/descriptions.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();
const CONFIG = join(folder, 'oai-pmh.yaml');
const file = (name: string, text: string | Buffer) => writeFileSync(join(folder, name), text);

function read(yaml: string) {
  const faults: string[] = [];
  const descriptions = readDescriptions(parse(yaml), CONFIG, faults);
  return { descriptions, faults };
}

const CONTAINER =
  '<g xmlns="urn:x" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x http://x.example.org/x.xsd"/>';

test('everything that can be said', () => {
  file('own.xml', `\ufeff<?xml version="1.0" encoding="utf-8"?>\n${CONTAINER}\n`);
  const { descriptions, faults } = read(`
friends: [https://a.example.org/oai, "https://b.example.org/oai?x=1&y"]
branding:
  icon: { url: https://a.example.org/icon.png, link: https://a.example.org/, title: A, width: 88, height: 31 }
  renderings:
    - { namespace: http://www.openarchives.org/OAI/2.0/oai_dc/, mimeType: text/xsl, url: https://a.example.org/dc.xsl }
eprints:
  content: https://a.example.org/about
  metadataPolicy: { text: CC0, url: https://creativecommons.org/publicdomain/zero/1.0/ }
  dataPolicy: Free to read.
  comments: One comment
metadataRights: https://creativecommons.org/publicdomain/zero/1.0/
files: own.xml
`);
  expect(faults).toEqual([]);
  expect(descriptions).toEqual({
    friends: ['https://a.example.org/oai', 'https://b.example.org/oai?x=1&y'],
    branding: {
      icon: {
        url: 'https://a.example.org/icon.png',
        link: 'https://a.example.org/',
        title: 'A',
        width: '88',
        height: '31',
      },
      renderings: [
        {
          metadataNamespace: 'http://www.openarchives.org/OAI/2.0/oai_dc/',
          mimeType: 'text/xsl',
          url: 'https://a.example.org/dc.xsl',
        },
      ],
    },
    eprints: {
      content: { text: undefined, url: 'https://a.example.org/about' },
      metadataPolicy: { text: 'CC0', url: 'https://creativecommons.org/publicdomain/zero/1.0/' },
      dataPolicy: { text: 'Free to read.', url: undefined },
      submissionPolicy: undefined,
      comments: ['One comment'],
    },
    metadataRights: 'https://creativecommons.org/publicdomain/zero/1.0/',
    others: [CONTAINER],
  });
});

test.each<[string, ...string[]]>([
  ['text', 'descriptions: write "key: value" lines below it'],
  ['{ friend: x }', 'descriptions: there is no "friend". There are friends,'],
  ['{ friends: ftp://x }', 'descriptions: the friend "ftp://x" must be a base URL.'],
  ['{ friends: [{ url: x }] }', 'descriptions: friends must be a text or a list of texts.'],
  ['{ branding: {} }', 'descriptions: branding: it needs an "icon" or "renderings".'],
  ['{ branding: { icon: { link: https://x.example.org/ } } }', 'branding: icon: it needs the "url" of a picture.'],
  ['{ branding: { icon: { url: https://x.example.org/i.png, width: 0 } } }', 'icon: width must be pixels.'],
  [
    '{ branding: { renderings: { namespace: urn:x, mimeType: text, url: https://x.example.org/ } } }',
    'branding: renderings 1: it needs "namespace", "mimeType"',
    'it needs an "icon" or "renderings".',
  ],
  ['{ eprints: { dataPolicy: x } }', 'descriptions: eprints: it needs "metadataPolicy" and "dataPolicy"'],
  ['{ eprints: { dataPolicy: x, metadataPolicy: { words: x } } }', 'metadataPolicy: there is no "words"', 'it needs'],
  ['{ metadataRights: CC0 }', 'descriptions: metadataRights "CC0" must be an http(s) URL.'],
  ['{ eprints: { dataPolicy: x, metadataPolicy: "a\\x01" } }', 'metadataPolicy has a control character in it.'],
  ['{ files: nowhere.xml }', `the file ${join(folder, 'nowhere.xml')} does not exist.`],
  ['{ files: latin.xml }', `the file ${join(folder, 'latin.xml')} is not in UTF-8.`],
  ['{ files: bare.xml }', 'bare.xml cannot stand in a description: its root has no xsi:schemaLocation.'],
  ['{ files: broken.xml }', 'broken.xml cannot stand in a description:'],
  ['{ files: two.xml }', 'two.xml cannot stand in a description:'],
])('a mistake is told in words: %s', (yaml, ...expected) => {
  file('latin.xml', Buffer.concat([Buffer.from('<a>'), Buffer.from([0xfe]), Buffer.from('</a>')]));
  file('bare.xml', '<a xmlns="urn:x"/>');
  file('broken.xml', '<a xmlns="urn:x">');
  file('two.xml', CONTAINER + CONTAINER);
  const { faults } = read(yaml);
  expect(faults).toHaveLength(expected.length);
  for (const [index, words] of expected.entries()) expect(faults[index]).toContain(words);
});
