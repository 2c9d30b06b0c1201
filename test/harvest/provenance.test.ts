import { XmlDocument } from 'libxml2-wasm';
import type { Origin } from '../../src/harvest/origin.ts';
import { provenanceAbout } from '../../src/harvest/provenance.ts';
import { readProvenance } from '../../src/harvest/read-provenance.ts';
import { OWN_SCHEMAS } from '../../src/judge/own-schemas.ts';
import { parseTree } from '../../src/judge/xml-tree.ts';
import { checkPayload } from '../../src/xml/check-payload.ts';
import { OFFICIAL_SCHEMAS } from '../support/official-schemas.ts';

const OAI_DC = 'http://www.openarchives.org/OAI/2.0/oai_dc/';
const origin: Origin = {
  baseUrl: 'https://origin.example.net/oai',
  identifier: 'oai:origin.example.net:77',
  datestamp: '2026-01-15',
  metadataNamespace: OAI_DC,
  harvestDate: '2026-02-01T00:00:00Z',
  altered: false,
};

/** Throws unless the container is one by every judge there is. */
function judge(xml: string): string {
  expect(checkPayload(xml).namespace).toBe('http://www.openarchives.org/OAI/2.0/provenance');
  const document = XmlDocument.fromString(xml);
  try {
    OWN_SCHEMAS.validate(document, parseTree(xml));
    OFFICIAL_SCHEMAS.validate(document, parseTree(xml));
  } finally {
    document.dispose();
  }
  return xml;
}

const inAbout = (description: string) =>
  `<p:provenance xmlns:p="http://www.openarchives.org/OAI/2.0/provenance">${description}</p:provenance>`;

test('AGG-03, AGG-04: tells where a record came from, with its dates as they were', () => {
  expect(judge(provenanceAbout(origin))).toBe(
    '<provenance xmlns="http://www.openarchives.org/OAI/2.0/provenance" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"' +
      ' xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/provenance http://www.openarchives.org/OAI/2.0/provenance.xsd">' +
      '<originDescription harvestDate="2026-02-01T00:00:00Z" altered="false"><baseURL>https://origin.example.net/oai</baseURL>' +
      '<identifier>oai:origin.example.net:77</identifier><datestamp>2026-01-15</datestamp>' +
      `<metadataNamespace>${OAI_DC}</metadataNamespace></originDescription></provenance>`,
  );
});

test('AGG-03: the newest outermost, and what was told comes back', () => {
  const chain: Origin = {
    ...origin,
    baseUrl: 'http://aggregator.example.org/oai?db=1&x=2',
    altered: true,
    nested: { ...origin, harvestDate: '2020-01-01', nested: { ...origin, datestamp: '1999-12-31T23:59:59.5+01:00' } },
  };
  const xml = judge(provenanceAbout(chain));
  expect(xml.match(/<originDescription /g)).toHaveLength(3);
  expect(readProvenance(['<rights xmlns="urn:r"/>', xml, judge(provenanceAbout(origin))])).toEqual(chain);
});

test('AGG-05: what others have added is left out', () => {
  const theirs = inAbout(
    '<p:originDescription harvestDate=" 2026-02-01T00:00:00Z " altered="0"><p:baseURL> https://origin.example.net/oai </p:baseURL>' +
      '<p:identifier>oai:origin.example.net:<![CDATA[77]]></p:identifier><p:datestamp>2026-01-15</p:datestamp>' +
      `<p:metadataNamespace>${OAI_DC}</p:metadataNamespace><p:repositoryId>opendoar:1</p:repositoryId>` +
      '<x xmlns="urn:x"><p:identifier>no</p:identifier></x><p:identifier>nor this</p:identifier></p:originDescription>',
  );
  const nested = readProvenance([theirs]);
  expect(nested).toEqual(origin);
  judge(provenanceAbout({ ...origin, ...(nested && { nested }) }));
});

test('a chain ends before what is incomplete', () => {
  const older = { ...origin, datestamp: '2020-01-01', nested: origin };
  const xml = provenanceAbout({ ...origin, nested: older });
  expect(readProvenance([xml])).toEqual({ ...origin, nested: older });
  expect(readProvenance([xml.replace('2020-01-01', 'once')])).toEqual(origin);
});

test.each([
  ['nothing', ''],
  ['no provenance', '<provenance xmlns="urn:other"/>'],
  ['an empty one', inAbout('')],
  [
    'no dates',
    inAbout(
      '<p:originDescription><p:baseURL>http://x/</p:baseURL><p:identifier>x</p:identifier></p:originDescription>',
    ),
  ],
  ['what is not well-formed', inAbout('<p:originDescription>')],
  ['something else in between', inAbout(`<x>${provenanceAbout(origin)}</x>`)],
])('%s tells nothing', (_, about) => {
  expect(readProvenance([about])).toBeUndefined();
});

test('a chain has an end', () => {
  let chain = origin;
  for (let length = 0; length < 50; length++) chain = { ...origin, nested: chain };
  const kept = provenanceAbout(readProvenance([provenanceAbout(chain)]) ?? origin);
  expect(judge(kept).match(/<originDescription /g)).toHaveLength(20);
});

test.each([
  'oai:x:with space',
  'oai:x:ünï',
  'oai:x:100%',
  'oai:x:%zz"<>\\^`{|}',
  'a b:c',
  '10.1/a#b#c',
  'x[1]',
  'hdl:1/2?x=[a]',
  '//a:b:c',
  'oai:x:\u{1F600}',
  ':',
  '%',
  'http://[::1]/',
  'oai:x:a&b<c>',
])('an identifier such as %j is escaped as far as a URI needs it', (identifier) => {
  judge(provenanceAbout({ ...origin, identifier, metadataNamespace: identifier }));
});

test('an identifier that is a URI is copied', () => {
  for (const identifier of ['oai:x:a%20b', 'https://doi.org/10.1/x?y=(1)', 'info:x/y', 'urn:isbn:1']) {
    expect(judge(provenanceAbout({ ...origin, identifier }))).toContain(`<identifier>${identifier}</identifier>`);
  }
});

test('secrets of an address are not published', () => {
  const baseUrl = 'https://me:secret@origin.example.net/oai?db=1&apikey=secret';
  expect(judge(provenanceAbout({ ...origin, baseUrl }))).toContain(
    '<baseURL>https://origin.example.net/oai?db=1</baseURL>',
  );
});

test('what is no date is refused', () => {
  expect(() => provenanceAbout({ ...origin, datestamp: '"/>' })).toThrow('cannot stand in a provenance');
  expect(() => provenanceAbout({ ...origin, harvestDate: '2026-02-30' })).toThrow('cannot stand in a provenance');
});
