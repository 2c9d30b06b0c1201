import type { Spoil } from '../faulty-server.ts';
import { fault, type PlantedFault } from './planted-fault.ts';
import { refuse, replace, text, verb } from './spoils.ts';

const GATEWAY =
  '<gateway xmlns="http://www.openarchives.org/OAI/2.0/gateway/" XSI="http://www.openarchives.org/OAI/2.0/gateway/ http://www.openarchives.org/OAI/2.0/gateway.xsd"><source>https://example.org/s</source></gateway>';

export const IDENTIFY_FAULTS: readonly PlantedFault[] = [
  fault('no earliestDatestamp', 'IDF-01', replace(/<earliestDatestamp>.*?<\/earliestDatestamp>/, ''), 'IDF-06'),
  fault('another address in Identify', 'IDF-02', replace(/(<baseURL>)http:/, '$1https:'), 'XML-08'),
  fault('version 1.1', 'IDF-03', replace('<protocolVersion>2.0', '<protocolVersion>1.1'), 'IDF-01'),
  fault('mailto:', 'IDF-04', replace('<adminEmail>', '<adminEmail>mailto:')),
  fault(
    'earliestDatestamp too late',
    'IDF-05',
    replace(/(<earliestDatestamp>)[^<]*/, '$12021-12-31T00:00:00Z'),
    'DATE-18',
  ),
  fault('year 0000', 'IDF-06', replace(/(<earliestDatestamp>)[^<]*/, '$10000-01-01T00:00:00Z')),
  fault('granularity in lower case', 'IDF-08', replace('YYYY-MM-DDThh:mm:ssZ', 'yyyy-mm-ddThh:mm:ssZ'), 'IDF-01'),
  fault('identity as a compression', 'IDF-09', replace(/<compression>[^<]*/, '<compression>identity')),
  fault(
    'two elements in a description',
    'IDF-10',
    replace(/<description>(.*?)<\/description>/s, '<description>$1$1</description>'),
    'ID-12',
    'XML-17',
    'IDF-01',
    'IDF-11',
  ),
  fault(
    'localhost as the domain of identifiers',
    'IDF-11',
    replace('<repositoryIdentifier>oai.example.org', '<repositoryIdentifier>localhost'),
    'ID-12',
    'ID-06',
  ),
  fault(
    'identifiers without a scheme',
    'ID-02',
    replace(/(<header[^>]*><identifier>)oai:oai.example.org:/g, '$1'),
    'ID-05',
    'ID-06',
    'VRB-02',
    'REC-04',
    'DEL-05',
    'VRB-07',
    'HTTP-06',
    'HTTP-02',
    'VRB-03',
    'VRB-08',
    'REC-01',
  ),
  fault(
    'identifiers of another form in GetRecord',
    'ID-05',
    text((whole, asked) =>
      verb(asked) === 'GetRecord'
        ? whole.replace(/(<header[^>]*><identifier>oai:oai.example.org:)/, '$1record/')
        : whole,
    ),
  ),
  fault(
    'identifiers of another domain',
    'ID-06',
    text((whole) =>
      whole
        .replaceAll('repositoryIdentifier>oai.example.org<', 'repositoryIdentifier>other.example.org<')
        .replaceAll('sampleIdentifier>oai:oai.', 'sampleIdentifier>oai:other.'),
    ),
  ),
  fault('a sample of another domain', 'ID-12', replace('sampleIdentifier>oai:oai.', 'sampleIdentifier>oai:other.')),

  fault(
    'no repository',
    'HTTP-01',
    refuse((asked) => verb(asked) === 'Identify', 'badVerb'),
  ),
  fault(
    'eprints without a policy',
    'IDF-12',
    describing(
      '<eprints xmlns="http://www.openarchives.org/OAI/1.1/eprints" XSI="http://www.openarchives.org/OAI/1.1/eprints http://www.openarchives.org/OAI/1.1/eprints.xsd"><content><text>x</text></content></eprints>',
    ),
  ),
  fault(
    'friends without an address',
    'IDF-13',
    describing(
      '<friends xmlns="http://www.openarchives.org/OAI/2.0/friends/" XSI="http://www.openarchives.org/OAI/2.0/friends/ http://www.openarchives.org/OAI/2.0/friends.xsd"><name>x</name></friends>',
    ),
  ),
  fault(
    'branding with an icon of nothing',
    'IDF-14',
    describing(
      '<branding xmlns="http://www.openarchives.org/OAI/2.0/branding/" XSI="http://www.openarchives.org/OAI/2.0/branding/ http://www.openarchives.org/OAI/2.0/branding.xsd"><collectionIcon><title>x</title></collectionIcon></branding>',
    ),
  ),
  fault(
    'rights for nothing',
    'IDF-15',
    describing(
      '<rightsManifest xmlns="http://www.openarchives.org/OAI/2.0/rights/" XSI="http://www.openarchives.org/OAI/2.0/rights/ http://www.openarchives.org/OAI/2.0/rightsManifest.xsd"><rights><rightsReference ref="https://example.org/"/></rights></rightsManifest>',
    ),
  ),
  fault('a toolkit without a name', 'IDF-17', replace(/(<toolkit.*?)<title>.*?<\/title>/s, '$1')),
  fault('two gateways', 'IDF-18', describing(`${GATEWAY}</description><description>${GATEWAY}`)),
];

/** One more description in Identify. */
function describing(content: string): Spoil {
  const whole = content.replaceAll('XSI=', 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation=');
  return replace('</Identify>', `<description>${whole}</description></Identify>`);
}
