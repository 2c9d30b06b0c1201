import { gzipSync } from 'node:zlib';
import type { Asked, Plain, Spoil } from './faulty-server.ts';

/** A fault: what the server does, the rule that must report it, and others that it breaks on the way. */
export interface PlantedFault {
  readonly what: string;
  readonly rule: string;
  readonly spoil: Spoil;
  readonly alsoBreaks: readonly string[];
}

function fault(what: string, rule: string, spoil: Spoil, ...alsoBreaks: string[]): PlantedFault {
  return { what, rule, spoil, alsoBreaks };
}

/** Changes the text of answers. */
function text(change: (text: string, asked: Asked) => string): Spoil {
  return async (asked, ask) => {
    const plain = await ask();
    return { ...plain, text: change(plain.text, asked) };
  };
}

function replace(pattern: string | RegExp, by: string): Spoil {
  return text((whole) => whole.replace(pattern, by));
}

/** Answers some requests as if others had been asked; `request` shows what was really asked. */
function as(when: (asked: Asked) => boolean, change: (args: URLSearchParams, asked: Asked) => void): Spoil {
  return async (asked, ask) => {
    if (!when(asked)) return ask();
    const args = new URLSearchParams(asked.args);
    change(args, asked);
    const plain = await ask(args.toString());
    return { ...plain, text: echoing(plain.text, asked.args) };
  };
}

function echoing(whole: string, args: URLSearchParams): string {
  const isBad = /<error code="bad(?:Verb|Argument)"/.test(whole);
  const attributes = isBad
    ? ''
    : Object.entries(Object.fromEntries(args))
        .map(
          ([name, value]) =>
            ` ${name}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')}"`,
        )
        .join('');
  return whole.replace(/<request[^>]*>/, `<request${attributes}>`);
}

/** Answers some requests with an error of the protocol. */
function refuse(when: (asked: Asked) => boolean, code: string): Spoil {
  return async (asked, ask) => {
    const plain = await ask();
    if (!when(asked)) return plain;
    const head = plain.text.slice(0, plain.text.indexOf('</request>') + '</request>'.length);
    const errors = `<error code="${code}">No.</error></OAI-PMH>\n`;
    return { ...plain, text: echoing(`${head}${errors}`, asked.args) };
  };
}

const verb = (asked: Asked) => asked.args.get('verb');
const has = (name: string) => (asked: Asked) => asked.args.has(name);
const isList = (asked: Asked) => /^List(?:Records|Identifiers)$/.test(verb(asked) ?? '');
const isError = (plain: Plain) => plain.text.includes('<error ');
const token = has('resumptionToken');
const GATEWAY =
  '<gateway xmlns="http://www.openarchives.org/OAI/2.0/gateway/" XSI="http://www.openarchives.org/OAI/2.0/gateway/ http://www.openarchives.org/OAI/2.0/gateway.xsd"><source>https://example.org/s</source></gateway>';
const LATER = '2030-01-01T00:00:00Z';

/** Takes arguments away that the server does not look at, where `when`. */
const ignoring = (when: (asked: Asked) => boolean, ...names: string[]): Spoil =>
  as(when, (args) => {
    for (const name of names) args.delete(name);
  });

const once = (): ((key: string) => boolean) => {
  const seen = new Set<string>();
  return (key) => !seen.has(key) && seen.add(key) !== undefined;
};

export const FAULTS: readonly PlantedFault[] = [
  // HTTP
  fault('application/xml', 'RESP-01', async (_asked, ask) => ({
    ...(await ask()),
    headers: { 'content-type': 'application/xml' },
  })),
  fault('another charset', 'RESP-01', async (_asked, ask) => ({
    ...(await ask()),
    headers: { 'content-type': 'text/xml; charset=ISO-8859-1' },
  })),
  fault('errors with 404', 'RESP-02', async (_asked, ask) => {
    const plain = await ask();
    return isError(plain) ? { ...plain, status: 404 } : plain;
  }),
  fault(
    'a page for people with 403',
    'RESP-02',
    async (asked, ask) =>
      verb(asked) === 'GetRecord'
        ? { status: 403, headers: { 'content-type': 'text/html' }, text: '<h1>No bots</h1>' }
        : ask(),
    'HTTP-12',
    'XML-16',
  ),
  fault('a crash on dates that do not exist', 'RESP-03', async (asked, ask) =>
    asked.query.includes('02-30') ? { status: 500, headers: {}, text: 'Traceback' } : ask(),
  ),
  fault('busy, with a date', 'RESP-05', busy(503, new Date(Date.now() + 1000).toUTCString())),
  fault('busy, with 429', 'RESP-06', busy(429, '1')),
  fault('a redirect to another path', 'RESP-09', redirect(), 'IDF-02'),
  fault('gzip for everybody', 'RESP-12', async (_asked, ask) => packed(await ask())),
  fault(
    'a coding that is only announced',
    'RESP-14',
    replace('<compression>', '<compression>deflate</compression><compression>'),
  ),
  fault(
    'half an answer',
    'RESP-17',
    text((whole, asked) => (verb(asked) === 'ListRecords' && !token(asked) ? whole.slice(0, -300) : whole)),
    'XML-23',
  ),
  fault('bytes that are no gzip', 'RESP-17', async (asked, ask) =>
    verb(asked) === 'ListSets'
      ? {
          ...(await ask()),
          bytes: Buffer.from('nothing packed'),
          headers: { 'content-type': 'text/xml', 'content-encoding': 'gzip' },
        }
      : ask(),
  ),
  fault('a login with 200', 'ERR-10', async (asked, ask) =>
    isList(asked) ? { status: 200, headers: { 'content-type': 'text/html' }, text: '<html>Log in</html>' } : ask(),
  ),
  fault(
    'no POST',
    'HTTP-02',
    as(
      (asked) => asked.method === 'POST',
      (args) => args.delete('verb'),
    ),
    'ARG-14',
    'HTTP-03',
  ),
  fault('no charset in forms', 'HTTP-03', async (asked, ask) =>
    /charset/.test(asked.headers['content-type'] ?? '') ? ask('') : ask(),
  ),
  fault('the verb must come first', 'HTTP-06', async (asked, ask) =>
    /^verb=/.test(asked.query) || !/verb=/.test(asked.query) ? ask() : ask(''),
  ),
  fault(
    'Identify without a verb',
    'HTTP-07',
    as(
      (asked) => !/verb/i.test(asked.query),
      (args) => args.set('verb', 'Identify'),
    ),
    'XML-10',
    'XML-05',
  ),
  fault(
    'Identify for verbs unknown',
    'HTTP-07',
    as(
      (asked) => verb(asked) === 'NoSuchVerb',
      (args) => args.set('verb', 'Identify'),
    ),
    'XML-10',
    'XML-15',
    'XML-05',
    'ARG-14',
  ),
  fault(
    'verbs in lower case',
    'HTTP-08',
    as(
      (asked) => verb(asked) === 'identify',
      (args) => args.set('verb', 'Identify'),
    ),
    'XML-15',
    'XML-05',
  ),
  fault('a crash on broken escapes', 'HTTP-12', async (asked, ask) =>
    asked.query.includes('%zz') ? { status: 500, headers: {}, text: '' } : ask(),
  ),
  fault('arrays in arguments', 'HTTP-15', async (asked, ask) =>
    asked.query.includes('[]') ? ask(asked.query.replace('[]', '')) : ask(),
  ),
  fault('no HEAD', 'HTTP-17', async (asked, ask) =>
    asked.method === 'HEAD' ? { status: 405, headers: {}, text: '' } : ask(),
  ),
  fault('no trailing &', 'HTTP-18', async (asked, ask) => (asked.query.endsWith('&') ? ask('') : ask())),
  fault(
    'HTML by Accept',
    'HRV-19',
    async (asked, ask) =>
      /^text\/html/.test(asked.headers['accept'] ?? '')
        ? { status: 200, headers: { 'content-type': 'text/html' }, text: '<html></html>' }
        : ask(),
    'ERR-10',
  ),

  // XML
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

  // Identify and identifiers
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

  // Arguments and errors
  fault(
    'arguments of Identify are not looked at',
    'ARG-01',
    ignoring(
      (asked) => verb(asked) === 'Identify' && asked.args.size > 1 && asked.args.getAll('verb').length === 1,
      'metadataPrefix',
    ),
  ),
  fault(
    'arguments of ListMetadataFormats are not looked at',
    'ARG-02',
    ignoring((asked) => verb(asked) === 'ListMetadataFormats', 'metadataPrefix'),
  ),
  fault(
    'arguments of ListSets are not looked at',
    'ARG-03',
    ignoring((asked) => verb(asked) === 'ListSets', 'metadataPrefix'),
  ),
  fault(
    'GetRecord in oai_dc by default',
    'ARG-04',
    as(
      (asked) => verb(asked) === 'GetRecord' && !has('metadataPrefix')(asked),
      (args) => args.set('metadataPrefix', 'oai_dc'),
    ),
  ),
  fault(
    'ListIdentifiers in oai_dc by default',
    'ARG-05',
    as(
      (asked) => verb(asked) === 'ListIdentifiers' && asked.args.size === 1 && !asked.query.includes('[]'),
      (args) => args.set('metadataPrefix', 'oai_dc'),
    ),
  ),
  fault(
    'ListRecords in oai_dc by default',
    'ARG-06',
    as(
      (asked) => asked.query === 'verb=ListRecords',
      (args) => args.set('metadataPrefix', 'oai_dc'),
    ),
    'ARG-14',
  ),
  fault('a prefix beside the token', 'ARG-07', ignoring(token, 'metadataPrefix'), 'XML-12'),
  fault('unknown arguments are not looked at', 'ARG-08', ignoring(has('colour'), 'colour'), 'XML-10', 'XML-15'),
  fault(
    'the last of repeated arguments counts',
    'ARG-09',
    as(
      (asked) => asked.args.getAll('metadataPrefix').length > 1,
      (args) => args.set('metadataPrefix', 'oai_dc'),
    ),
    'XML-23',
  ),
  fault(
    'the last of repeated verbs counts',
    'ARG-10',
    as(
      (asked) => asked.args.getAll('verb').length > 1,
      (args) => args.set('verb', 'Identify'),
    ),
    'XML-23',
  ),
  fault(
    'empty values are not looked at',
    'ARG-11',
    as(
      (asked) => /=(?:&|$)/.test(asked.query) && verb(asked) !== '',
      (args) => {
        for (const [name, value] of [...args]) if (value === '') args.delete(name);
      },
    ),
    'XML-15',
    'XML-04',
    'SET-04',
  ),
  fault(
    'an empty verb is Identify',
    'ARG-12',
    as(
      (asked) => verb(asked) === '',
      (args) => args.set('verb', 'Identify'),
    ),
    'XML-15',
    'XML-05',
    'XML-04',
  ),
  fault('errors by GET alone', 'ARG-14', async (asked, ask) =>
    asked.method === 'POST' && isError(await ask()) ? ask('verb=Identify') : ask(),
  ),
  fault(
    'unknown identifiers are noRecordsMatch',
    'VRB-02',
    refuse((asked) => verb(asked) === 'GetRecord' && asked.query.includes('no-such-item'), 'noRecordsMatch'),
  ),
  fault(
    'unknown formats are badArgument',
    'VRB-03',
    refuse((asked) => verb(asked) === 'GetRecord' && asked.query.includes('no_such_format'), 'badArgument'),
  ),
  fault(
    'no formats of single items',
    'VRB-07',
    refuse(
      (asked) =>
        verb(asked) === 'ListMetadataFormats' && has('identifier')(asked) && !asked.query.includes('no-such-item'),
      'badArgument',
    ),
  ),
  fault(
    'formats of any identifier',
    'VRB-08',
    ignoring((asked) => verb(asked) === 'ListMetadataFormats' && asked.query.includes('no-such-item'), 'identifier'),
  ),
  fault(
    'unknown formats have no records',
    'VRB-09',
    refuse((asked) => isList(asked) && asked.query.includes('no_such_format'), 'noRecordsMatch'),
  ),
  fault(
    'another error code',
    'ERR-01',
    replace('code="badVerb"', 'code="badRequest"'),
    'HTTP-07',
    'HTTP-08',
    'ARG-10',
    'ARG-12',
    'ARG-14',
    'XML-14',
    'XML-17',
  ),
  fault('one error at a time', 'ERR-02', replace(/(<error .*?<\/error>)\s*(<error .*<\/error>)/s, '$1')),
  fault('errors without words', 'ERR-04', replace(/(<error [^>]*>)[^<]*/g, '$1')),
  fault(
    'an error beside a list',
    'ERR-05',
    text((whole, asked) =>
      isList(asked) && !whole.includes('<error')
        ? whole.replace(/<\/request>/, '</request><error code="noRecordsMatch">x</error>')
        : whole,
    ),
    'XML-04',
    'XML-17',
    'REC-04',
  ),
  fault(
    'badVerb and badArgument',
    'ERR-06',
    replace('<error code="badVerb">', '<error code="badArgument">x</error><error code="badVerb">'),
  ),
  fault('endless words', 'ERR-09', replace(/(<error [^>]*>)/, `$1${'x'.repeat(2000)}`)),

  // Lists and tokens
  fault(
    'two records for one',
    'VRB-01',
    text((whole, asked) => (verb(asked) === 'GetRecord' ? whole.replace(/(<record>.*<\/record>)/s, '$1$1') : whole)),
    'VRB-13',
    'XML-17',
    'REC-01',
  ),
  fault(
    'records twice',
    'VRB-13',
    text((whole, asked) =>
      verb(asked) === 'ListIdentifiers' ? whole.replace(/(<header>.*?<\/header>)/s, '$1$1') : whole,
    ),
    'TOK-22',
    'DEL-14',
    'TOK-25',
    'REC-13',
    'REC-01',
  ),
  fault(
    'no token on the first page',
    'TOK-01',
    text((whole, asked) =>
      isList(asked) && !token(asked) && !has('set')(asked)
        ? whole.replace(/<resumptionToken[^>]*>[^<]*<\/resumptionToken>/, '')
        : whole,
    ),
    'DATE-19',
    'DATE-06',
    'REC-13',
    'SET-09',
  ),
  fault(
    'no empty token at the end',
    'TOK-02',
    replace(/<resumptionToken[^>]*(?:\/>|><\/resumptionToken>)/, ''),
    'TOK-23',
  ),
  fault(
    'an empty token on a single page',
    'TOK-03',
    text((whole, asked) =>
      isList(asked) && !whole.includes('<resumptionToken')
        ? whole.replace(/(<\/List(?:Records|Identifiers)>)/, '<resumptionToken/>$1')
        : whole,
    ),
  ),
  fault('two tokens', 'TOK-04', replace(/(<resumptionToken.*?<\/resumptionToken>)/, '$1$1')),
  fault('a token that forgets its set', 'TOK-06', forgetSet()),
  fault('tokens that work once', 'TOK-07', usedOnce(), 'TOK-08'),
  fault('tokens of which the newest works alone', 'TOK-08', newestOnly()),
  fault(
    'tokens that nobody gave begin the list',
    'TOK-14',
    as(
      (asked) => asked.query.includes('nobody-gave'),
      (args, asked) => {
        args.delete('resumptionToken');
        if (verb(asked) !== 'ListSets') args.set('metadataPrefix', 'oai_dc');
      },
    ),
    'TOK-22',
    'TOK-02',
  ),
  fault('tokens for any verb', 'TOK-15', tokensForAnyVerb()),
  fault(
    'tokens that need escaping',
    'TOK-19',
    tokens(
      (token) => `${token}==`,
      (token) => token.replace(/==$/, ''),
    ),
    'TOK-16',
  ),
  fault(
    'endless tokens',
    'TOK-20',
    tokens(
      (token) => `${'x'.repeat(600)}.${token}`,
      (token) => token.replace(/^x+\./, ''),
    ),
  ),
  fault(
    'white space in tokens',
    'TOK-21',
    replace(/(<resumptionToken[^>]*>)([^<]+)/, '$1\n  $2\n'),
    'TOK-19',
    'TOK-06',
    'HRV-16',
  ),
  fault(
    'cursor counts from one',
    'TOK-22',
    text((whole) => whole.replace(/cursor="(\d+)"/, (_, cursor) => `cursor="${Number(cursor) + 1}"`)),
  ),
  fault(
    'cursor on the first page alone',
    'TOK-23',
    text((whole, asked) => (token(asked) ? whole.replace(/ cursor="\d+"/, '') : whole)),
  ),
  fault(
    'a list of nothing',
    'TOK-24',
    replace(/completeListSize="\d+"/, 'completeListSize="0"'),
    'DEL-14',
    'TOK-04',
    'TOK-25',
  ),
  fault('the size of the page', 'TOK-25', replace(/completeListSize="\d+"/, 'completeListSize="2"'), 'DEL-14'),
  fault(
    'tokens that have expired',
    'TOK-26',
    replace('<resumptionToken', '<resumptionToken expirationDate="2020-01-01T00:00:00Z"'),
    'TOK-27',
  ),
  fault(
    'tokens that live an hour',
    'TOK-27',
    replace('<resumptionToken', '<resumptionToken expirationDate="2026-03-01T11:00:00Z"'),
  ),
  fault(
    'a list without an end',
    'TOK-31',
    text((whole, asked) =>
      token(asked) && isList(asked)
        ? whole.replace(
            /(<resumptionToken[^>]*)(?:\/>|>[^<]*<\/resumptionToken>)/,
            `$1>${asked.args.get('resumptionToken')}</resumptionToken>`,
          )
        : whole,
    ),
    'TOK-23',
    'REC-13',
    'SET-04',
  ),
  fault('a size without the deleted', 'DEL-14', replace(/completeListSize="(\d+)"/, 'completeListSize="4"')),
  fault('tokens that never work', 'HRV-16', refuse(token, 'badResumptionToken'), 'REC-13', 'TOK-06', 'ARG-07'),
  fault(
    'ListIdentifiers without deletions',
    'REC-13',
    text((whole, asked) =>
      verb(asked) === 'ListIdentifiers' ? whole.replace(/<header status="deleted">.*?<\/header>/s, '') : whole,
    ),
    'DEL-14',
    'XML-19',
    'TOK-22',
    'TOK-25',
    'DATE-06',
    'DATE-05',
    'SET-04',
  ),
  fault(
    'GetRecord with another datestamp',
    'REC-14',
    text((whole, asked) =>
      verb(asked) === 'GetRecord' ? whole.replace(/<datestamp>[^<]*/, '<datestamp>2025-01-01T00:00:00Z') : whole,
    ),
  ),
  fault(
    'GetRecord without sets',
    'REC-12',
    text((whole, asked) => (verb(asked) === 'GetRecord' ? whole.replace(/<setSpec>[^<]*<\/setSpec>/g, '') : whole)),
  ),

  fault('tokens that are changed work', 'TOK-16', changedTokens()),
  fault('small pages', 'TOK-29', (_asked, ask) => ask()),

  // Formats, sets, deletions
  fault(
    'a colon in a prefix',
    'FMT-01',
    replace('<metadataPrefix>marc21', '<metadataPrefix>marc:21'),
    'FMT-04',
    'XML-17',
  ),
  fault(
    'oai_dc by https',
    'FMT-02',
    replace('<schema>http://www.openarchives', '<schema>https://www.openarchives'),
    'REC-05',
  ),
  fault('a format called all', 'FMT-03', replace('<metadataPrefix>marc21', '<metadataPrefix>all')),
  fault('a format without a schema', 'FMT-04', replace(/<schema>[^<]*<\/schema>/, ''), 'FMT-02', 'REC-05'),
  fault(
    'prefixes in any case',
    'FMT-07',
    as(
      (asked) => asked.query.includes('OAI_DC'),
      (args) => args.set('metadataPrefix', 'oai_dc'),
    ),
  ),
  fault(
    'no oai_dc',
    'REC-04',
    text((whole, asked) =>
      verb(asked) === 'ListMetadataFormats'
        ? whole.replace(/<metadataFormat><metadataPrefix>oai_dc.*?<\/metadataFormat>/s, '')
        : whole,
    ),
    'VRB-07',
  ),
  fault(
    'ListSets is refused',
    'SET-01',
    refuse(
      (asked) => verb(asked) === 'ListSets' && !asked.query.includes('metadataPrefix') && !token(asked),
      'badArgument',
    ),
  ),
  fault(
    'a set with a blank',
    'SET-02',
    replace('<setSpec>journal:empty', '<setSpec>journal:em pty'),
    'SET-07',
    'XML-17',
    'REC-01',
  ),
  fault(
    'a list by set with all records',
    'SET-04',
    ignoring((asked) => isList(asked) && /^(?:journal|lang)/.test(asked.args.get('set') ?? ''), 'set'),
    'TOK-06',
  ),
  fault('sets by the beginning of their names', 'SET-04', setsByLetters()),
  fault(
    'sets above sets in headers',
    'SET-06',
    replace(/<setSpec>journal:a<\/setSpec>(?!<setName)/g, '<setSpec>journal</setSpec><setSpec>journal:a</setSpec>'),
  ),
  fault('a set without a name', 'SET-07', replace(/<setName>Journal A<\/setName>/, '')),
  fault('sets without those above', 'SET-08', replace(/<set><setSpec>lang<\/setSpec>.*?<\/set>/s, '')),
  fault('sets that are not listed', 'SET-09', replace(/<set><setSpec>lang:tr<\/setSpec>.*?<\/set>/s, '')),
  fault(
    'unknown sets are not looked at',
    'SET-11',
    ignoring((asked) => /^no-such/.test(asked.args.get('set') ?? ''), 'set'),
    'SET-04',
  ),
  fault(
    'ill-formed sets have no records',
    'SET-12',
    refuse((asked) => asked.args.get('set') === 'a::b', 'noRecordsMatch'),
    'XML-15',
    'XML-04',
  ),
  fault('another word for deletions', 'DEL-01', replace('>persistent<', '>permanent<'), 'IDF-01'),
  fault('deletions, and none declared', 'DEL-02', replace('>persistent<', '>no<'), 'DEL-15'),
  fault(
    'deleted records are unknown',
    'DEL-05',
    refuse((asked) => verb(asked) === 'GetRecord' && /r4$/.test(asked.args.get('identifier') ?? ''), 'idDoesNotExist'),
  ),
  fault('no deletions', 'DEL-15', replace('>persistent<', '>no<'), 'DEL-02'),

  fault(
    'a set description of nothing',
    'SET-16',
    replace('</setName>', '</setName><setDescription></setDescription>'),
    'SET-07',
  ),

  // Records
  fault(
    'a datestamp before the identifier',
    'REC-01',
    replace(/(<identifier>[^<]*<\/identifier>)(<datestamp>[^<]*<\/datestamp>)/, '$2$1'),
  ),
  fault('records without metadata', 'REC-02', replace(/<metadata>.*?<\/metadata>/s, '')),
  fault(
    'deleted records with metadata',
    'REC-03',
    replace(
      /(<header status="deleted">.*?<\/header>)(?=<\/record>)/s,
      '$1<metadata><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd"><dc:title>x</dc:title></oai_dc:dc></metadata>',
    ),
  ),
  fault('metadata without a schema', 'REC-05', replace(/(<oai_dc:dc[^>]*) xsi:schemaLocation="[^"]*"/, '$1')),
  fault(
    'metadata of another format',
    'REC-06',
    text((whole, asked) =>
      verb(asked) === 'GetRecord'
        ? whole.replaceAll('http://www.openarchives.org/OAI/2.0/oai_dc/', 'http://example.org/dc/')
        : whole,
    ),
    'REC-05',
  ),
  fault('metadata that do not stand alone', 'REC-07', replace(/(<oai_dc:dc[^>]*) xmlns:xsi="[^"]*"/, '$1')),
  fault(
    'dcterms in oai_dc',
    'REC-08',
    replace(
      /<dc:title /,
      '<dcterms:created xmlns:dcterms="http://purl.org/dc/terms/">2020</dcterms:created><dc:title ',
    ),
  ),
  fault('markup in titles', 'HRV-04', replace('<dc:title xml:lang="en">', '<dc:title xml:lang="en">&lt;b&gt;')),
  fault('escaped twice', 'HRV-04', replace('<dc:title xml:lang="en">', '<dc:title xml:lang="en">A &amp;amp; B ')),
  fault('encoded twice', 'HRV-05', replace('Đorđević', 'ÄorÄ\u0091eviÄ\u0087')),
  fault('languages with an underscore', 'HRV-07', replace('xml:lang="en"', 'xml:lang="en_GB"')),
  fault('empty elements', 'HRV-08', replace('<dc:title ', '<dc:date></dc:date><dc:title ')),
  fault(
    'an about without anything',
    'REC-10',
    replace('</metadata></record>', '</metadata><about></about></record>'),
    'REC-01',
  ),

  fault(
    'provenance with more than its schema',
    'AGG-05',
    replace(
      '</metadata></record>',
      '</metadata><about><provenance xmlns="http://www.openarchives.org/OAI/2.0/provenance" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/provenance http://www.openarchives.org/OAI/2.0/provenance.xsd"><originDescription harvestDate="2024-05-01T00:00:00Z" altered="false"><baseURL>https://attic.example.org/oai</baseURL><identifier>oai:attic.example.org:9</identifier><datestamp>2023-11-30</datestamp><metadataNamespace>http://www.openarchives.org/OAI/2.0/oai_dc/</metadataNamespace><repositoryName>Attic</repositoryName></originDescription></provenance></about></record>',
    ),
  ),

  // Dates
  fault('days among seconds', 'DATE-02', replace(/(<datestamp>[^<]*)T[^<]*/g, '$1'), 'DATE-06', 'REC-13'),
  fault(
    'datestamps with an offset',
    'DATE-03',
    replace(/(<datestamp>[^<]*)Z/g, '$1+00:00'),
    'DATE-06',
    'DATE-12',
    'DATE-29',
    'REC-01',
  ),
  fault(
    'no days',
    'DATE-04',
    refuse(
      (asked) =>
        isList(asked) &&
        /(?:from|until)=\d{4}-\d\d-\d\d(?:&|$)/.test(asked.query) &&
        asked.args.get('from') === asked.args.get('until'),
      'badArgument',
    ),
  ),
  fault('until a day ends at its midnight', 'DATE-05', midnight(), 'DATE-06'),
  fault('until is exclusive', 'DATE-06', exclusive()),
  fault(
    'from is not looked at',
    'DATE-06',
    ignoring((asked) => isList(asked) && legalDate(asked, 'from'), 'from'),
    'DATE-20',
    'DATE-05',
    'REC-13',
    'DATE-09',
    'DATE-08',
    'DATE-13',
  ),
  fault(
    'until is not looked at',
    'DATE-06',
    ignoring((asked) => isList(asked) && legalDate(asked, 'until'), 'until'),
    'DATE-18',
    'DATE-05',
    'REC-13',
    'DATE-09',
    'DATE-08',
  ),
  fault(
    'granularities are mixed',
    'DATE-08',
    ignoring((asked) => asked.query.includes('2001-01-02T'), 'until'),
    'DATE-06',
  ),
  fault(
    'from later than until is noRecordsMatch',
    'DATE-09',
    refuse((asked) => asked.query.includes('from=2022-01-01&until=2021'), 'noRecordsMatch'),
  ),
  fault(
    'years are dates',
    'DATE-12',
    as(
      (asked) => asked.args.get('from') === '2001',
      (args) => args.set('from', '2001-01-01'),
    ),
    'XML-15',
    'XML-04',
  ),
  fault(
    '30 February is 2 March',
    'DATE-13',
    as(
      (asked) => asked.args.get('from') === '2001-02-30',
      (args) => args.set('from', '2001-03-02'),
    ),
    'XML-15',
    'XML-04',
  ),
  fault(
    'early until is badArgument',
    'DATE-18',
    refuse((asked) => asked.args.get('until') === '2019-12-31', 'badArgument'),
  ),
  fault(
    'early from is badArgument',
    'DATE-19',
    refuse((asked) => asked.args.get('from') === '2019-12-31', 'badArgument'),
  ),
  fault(
    'late from is badArgument',
    'DATE-20',
    refuse((asked) => asked.args.get('from') === '2999-01-01', 'badArgument'),
  ),
  fault('datestamps to come', 'DATE-29', replace(/<datestamp>2023[^<]*/g, `<datestamp>${LATER}`), 'DATE-06', 'REC-13'),
];

function legalDate(asked: Asked, name: string): boolean {
  return (
    /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?$/.test(asked.args.get(name) ?? '') && asked.args.get(name) !== '2001-02-30'
  );
}

/** Faults that only a repository without sets, or one whose datestamps are days, can have. */
export const FAULTS_WITHOUT_SETS: readonly PlantedFault[] = [
  fault(
    'the whole list for a set',
    'SET-13',
    ignoring((asked) => isList(asked) && has('set')(asked), 'set'),
    'SET-04',
    'XML-15',
    'ARG-11',
  ),
];
export const FAULTS_OF_DAYS: readonly PlantedFault[] = [
  fault(
    'seconds are cut off',
    'DATE-11',
    as(
      (asked) => asked.args.get('from') === '2001-01-01T00:00:00Z',
      (args) => args.set('from', '2001-01-01'),
    ),
  ),
];

/** One more description in Identify. */
function describing(content: string): Spoil {
  const whole = content.replaceAll('XSI=', 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation=');
  return replace('</Identify>', `<description>${whole}</description></Identify>`);
}

function changedTokens(): Spoil {
  const given = new Set<string>(['nobody-gave-this-token']);
  return async (asked, ask) => {
    const own = asked.args.get('resumptionToken');
    if (own !== null && !given.has(own) && verb(asked) === 'ListRecords') {
      const plain = await ask('verb=ListRecords&metadataPrefix=oai_dc');
      return {
        ...plain,
        text: echoing(plain.text.replace(/<resumptionToken.*<\/resumptionToken>/, '<resumptionToken/>'), asked.args),
      };
    }
    const plain = await ask();
    const token = /<resumptionToken[^>]*>([^<]+)/.exec(plain.text)?.[1];
    if (token !== undefined) given.add(token);
    return plain;
  };
}

/** Busy at the first request of each kind. */
function busy(status: number, retryAfter: string): Spoil {
  const isFirst = once();
  return async (asked, ask) =>
    isFirst(verb(asked) ?? '') && verb(asked) === 'ListSets'
      ? { status, headers: { 'retry-after': retryAfter }, text: '' }
      : ask();
}

function redirect(): Spoil {
  return async (asked, ask) =>
    asked.query.endsWith('moved=1')
      ? ask(asked.query.replace(/&?moved=1$/, ''))
      : verb(asked) === 'Identify' &&
          asked.args.size === 1 &&
          asked.method === 'GET' &&
          asked.headers['accept']?.startsWith('text/xml') &&
          asked.headers['accept-encoding']?.includes('gzip;q')
        ? { status: 301, headers: { location: `/elsewhere?${asked.query}&moved=1` }, text: '' }
        : ask();
}

function packed(plain: Plain): Plain {
  return { ...plain, bytes: gzipSync(plain.text), headers: { ...plain.headers, 'content-encoding': 'gzip' } };
}

/** Tokens in another form than the endpoint's. */
function tokens(write: (token: string) => string, read: (token: string) => string): Spoil {
  return async (asked, ask) => {
    const args = new URLSearchParams(asked.args);
    const sent = args.get('resumptionToken');
    if (sent !== null) args.set('resumptionToken', read(sent));
    const plain = sent === null ? await ask() : await ask(args.toString());
    const changed = plain.text.replace(
      /(<resumptionToken[^>]*>)([^<]+)/,
      (_, tag: string, own: string) => tag + write(own),
    );
    return { ...plain, text: sent === null ? changed : echoing(changed, asked.args) };
  };
}

function usedOnce(): Spoil {
  const isFirst = once();
  return async (asked, ask) => {
    const own = asked.args.get('resumptionToken');
    if (own === null || !isList(asked) || isFirst(own) || isError(await ask())) return ask();
    return refuse(() => true, 'badResumptionToken')(asked, ask);
  };
}

function newestOnly(): Spoil {
  const order: string[] = [];
  return async (asked, ask) => {
    const own = asked.args.get('resumptionToken');
    if (own === null || verb(asked) !== 'ListRecords' || isError(await ask())) return ask();
    if (!order.includes(own)) order.push(own);
    return order.at(-1) === own ? ask() : refuse(() => true, 'badResumptionToken')(asked, ask);
  };
}

function forgetSet(): Spoil {
  const bySet = new Set<string>();
  return async (asked, ask) => {
    const own = asked.args.get('resumptionToken');
    if (own === null || !bySet.has(own)) {
      const plain = await ask();
      const given = /<resumptionToken[^>]*>([^<]+)/.exec(plain.text)?.[1];
      if (has('set')(asked) && given !== undefined) bySet.add(given);
      return plain;
    }
    // The second page of the whole list has a record without a set.
    const plain = await ask();
    return { ...plain, text: plain.text.replace(/<setSpec>journal:\w+<\/setSpec>/g, '') };
  };
}

/** A token of ListRecords gives the second page of ListIdentifiers. */
function tokensForAnyVerb(): Spoil {
  const ofRecords = new Set<string>();
  return async (asked, ask) => {
    const own = asked.args.get('resumptionToken') ?? '';
    if (verb(asked) === 'ListIdentifiers' && ofRecords.has(own)) {
      const plain = await ask('verb=ListIdentifiers&metadataPrefix=oai_dc');
      const changed = plain.text.replace(/<resumptionToken.*<\/resumptionToken>/, '<resumptionToken/>');
      return { ...plain, text: echoing(changed, asked.args) };
    }
    const plain = await ask();
    const given = /<resumptionToken[^>]*>([^<]+)/.exec(plain.text)?.[1];
    if (verb(asked) === 'ListRecords' && given !== undefined) ofRecords.add(given);
    return plain;
  };
}

/** set=lang also finds what is in a set whose name begins so. */
function setsByLetters(): Spoil {
  return text((whole, asked) =>
    asked.args.get('set') === 'journal' ? whole.replace('<setSpec>journal:a<', '<setSpec>journals<') : whole,
  );
}

function midnight(): Spoil {
  return as(
    (asked) =>
      isList(asked) &&
      /^\d{4}-\d\d-\d\d$/.test(asked.args.get('until') ?? '') &&
      asked.args.get('from') === asked.args.get('until'),
    (args) => {
      args.set('from', `${args.get('from')}T00:00:00Z`);
      args.set('until', `${args.get('until')}T00:00:00Z`);
    },
  );
}

function exclusive(): Spoil {
  return as(
    (asked) =>
      isList(asked) &&
      /T\d\d:\d\d:\d\dZ$/.test(asked.args.get('until') ?? '') &&
      asked.args.get('from') === asked.args.get('until'),
    (args) => {
      args.set('from', '2999-01-01T00:00:00Z');
      args.set('until', '2999-01-01T00:00:00Z');
    },
  );
}
