import { fault, type PlantedFault } from './planted-fault.ts';
import { as, replace, text, token, verb } from './spoils.ts';

export const XML_FAULTS: readonly PlantedFault[] = [
  fault(
    'a byte order mark',
    'XML-01',
    text((whole) => `\uFEFF${whole}`),
  ),
  fault('no XML declaration', 'XML-01', replace(/^<\?xml.*?\?>\n/, '')),
  fault('Latin-1', 'XML-02', async (asked, ask) => {
    const plain = await ask();
    if (verb(asked) !== 'ListRecords') return plain;
    return {
      ...plain,
      bytes: Buffer.from(plain.text.replaceAll(/[^\0-\xff]/g, 'x').replace('Article', 'Été'), 'latin1'),
    };
  }),
  fault('an entity of HTML', 'XML-02', replace('<dc:title xml:lang="en">', '<dc:title xml:lang="en">&nbsp;')),
  fault(
    'the schema by https',
    'XML-03',
    replace('http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd', 'https://www.openarchives.org/OAI/2.0/OAI-PMH.xsd'),
  ),
  fault(
    'request before responseDate',
    'XML-04',
    replace(/(<responseDate>.*?<\/responseDate>)\s*(<request.*?<\/request>)/s, '$2$1'),
  ),
  fault(
    'the answer to another verb',
    'XML-05',
    as(
      (asked) => verb(asked) === 'ListIdentifiers' && !token(asked),
      (args) => args.set('verb', 'ListRecords'),
    ),
    'TOK-15',
    'TOK-06',
    'HRV-16',
  ),
  fault('responseDate with fractions', 'XML-06', replace(/(<responseDate>[^<]*)Z/, '$1.123Z')),
  fault('responseDate in the future', 'XML-07', replace(/(<responseDate>)\d{4}/, '$12099')),
  fault(
    'an internal address in request',
    'XML-08',
    replace(/(<request[^>]*>)http:\/\/127\.0\.0\.1:\d+/, '$1http://backend'),
  ),
  fault(
    'request without arguments',
    'XML-10',
    text((whole) => (whole.includes('<error') ? whole : whole.replace(/<request[^>]*>/, '<request>'))),
  ),
  fault(
    'values of request in lower case',
    'XML-11',
    replace(/metadataPrefix="oai_dc"/, 'metadataPrefix="OAI_dc"'),
    'REC-06',
  ),
  fault(
    'request with the old prefix beside the token',
    'XML-12',
    replace(/<request([^>]*resumptionToken=)/, '<request metadataPrefix="oai_dc"$1'),
    'XML-10',
  ),
  fault(
    'arguments beside badArgument',
    'XML-13',
    text((whole) =>
      /code="badArgument"/.test(whole) ? whole.replace('<request>', '<request verb="ListRecords">') : whole,
    ),
  ),
  fault(
    'no arguments beside idDoesNotExist',
    'XML-14',
    text((whole) => (/code="idDoesNotExist"/.test(whole) ? whole.replace(/<request[^>]*>/, '<request>') : whole)),
  ),
  fault(
    'what was asked, not escaped',
    'XML-16',
    text((whole, asked) =>
      asked.query.includes('no%22such')
        ? whole.replace('<error', `<error>${asked.args.get('identifier')}</error><error`)
        : whole,
    ),
    'XML-23',
    'ERR-01',
  ),
  fault(
    'metadata without a namespace',
    'XML-18',
    replace(/<oai_dc:dc[^>]*>.*?<\/oai_dc:dc>/s, '<dc xmlns="">x</dc>'),
    'XML-17',
  ),
  fault(
    'an empty list',
    'XML-19',
    text((whole, asked) =>
      whole.replace(/<error code="noRecordsMatch">.*?<\/error>/, `<${verb(asked)}></${verb(asked)}>`),
    ),
    'DATE-18',
    'DATE-20',
    'SET-11',
    'XML-17',
  ),
  fault('a control character', 'XML-20', replace('<dc:title xml:lang="en">', '<dc:title xml:lang="en">\u000b')),
  fault(
    'a reference to a control character',
    'XML-20',
    replace('<dc:title xml:lang="en">', '<dc:title xml:lang="en">&#3;'),
  ),
  fault('CRLF', 'XML-21', replace(/\n/g, '\r\n')),
  fault('a second XML declaration', 'XML-22', replace('<metadata>', '<metadata><?xml version="1.0"?>')),
  fault('a bare ampersand', 'XML-23', replace('<dc:title xml:lang="en">', '<dc:title xml:lang="en">A & B ')),
  fault('decomposed letters', 'XML-24', replace('<dc:title xml:lang="en">', '<dc:title xml:lang="en">e\u0301')),
  fault(
    'a warning after the end',
    'XML-25',
    text((whole) => `${whole}<br>Warning: line 3`),
    'HTTP-01',
  ),

  fault('an impossible date in request', 'XML-15', replace(' from="2999-01-01"', ' from="2999-13-01"'), 'XML-11'),
  fault('an attribute of its own', 'XML-17', replace('<ListIdentifiers>', '<ListIdentifiers total="5">')),
];
