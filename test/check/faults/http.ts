import { gzipSync } from 'node:zlib';
import type { Plain, Spoil } from '../faulty-server.ts';
import { fault, type PlantedFault } from './planted-fault.ts';
import { as, isError, isList, once, replace, text, token, verb } from './spoils.ts';

/** Faults that only a repository with a % in an identifier can have. */
export const FAULTS_OF_ODD_IDENTIFIERS: readonly PlantedFault[] = [
  fault(
    'escapes are decoded twice',
    'HTTP-09',
    as(
      (asked) => verb(asked) === 'GetRecord' && /%[0-9A-F]{2}/.test(asked.args.get('identifier') ?? ''),
      (args) => args.set('identifier', decodeURIComponent(args.get('identifier') ?? '').replaceAll(' ', '-')),
    ),
    'REC-04',
  ),
];

export const HTTP_FAULTS: readonly PlantedFault[] = [
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
  fault(
    'other records by POST',
    'HTTP-02',
    as(
      (asked) => asked.method === 'POST' && verb(asked) === 'ListIdentifiers',
      (args) => args.set('set', 'lang'),
    ),
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
];

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
