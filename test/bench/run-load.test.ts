import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { RecordDigest } from '../../bench/record-digest.ts';
import { runLoad } from '../../bench/run-load.ts';
import { stretchesOf } from '../../bench/stretches.ts';

const PAGE_SIZE = 10;
const RECORDS = 95;
const LIST = '/oai?verb=ListRecords&metadataPrefix=oai_dc';
let server: Server;
let port: number;
/** Numbers of records that the server leaves out, though its cursors count them. */
let missing: number[] = [];
/** Whether it closes the connection after each answer. */
let closing = false;

beforeAll(async () => {
  server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://localhost');
    const cursor = Number(searchParams.get('resumptionToken') ?? 0);
    const coding = request.headers['accept-encoding'];
    const page = Buffer.from(pageAt(cursor));
    const body = coding === 'gzip' ? gzipSync(page) : coding === 'zstd' ? zstdCompressSync(page) : page;
    response.writeHead(200, {
      'Content-Length': body.length,
      ...(coding && { 'Content-Encoding': coding }),
      ...(closing && { Connection: 'close' }),
    });
    response.end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
});

beforeEach(() => {
  missing = [];
  closing = false;
});

describe('the load driver', () => {
  test.each(['', 'Accept-Encoding: gzip\r\n', 'Accept-Encoding: zstd\r\n'])(
    'reads a list to its end, and takes the checksum of its records (%j)',
    async (headers) => {
      const { verified } = await runLoad({ kind: 'verify', port, path: LIST, headers });
      const digest = new RecordDigest();
      for (let number = 0; number < RECORDS; number += 1) digest.add(`oai:x:${number}`, bodyOf(number), 'utf8');
      expect(verified).toMatchObject({ records: RECORDS, checksum: digest.hex() });
      expect(verified?.counts).toEqual([...Array.from({ length: 9 }, () => PAGE_SIZE), 5]);
    },
  );

  test('complains of a record that is missing, wherever it was', async () => {
    missing = [42];
    await expect(runLoad({ kind: 'verify', port, path: LIST })).rejects.toThrow('49 records came before');
    missing = [RECORDS - 1];
    await expect(runLoad({ kind: 'verify', port, path: LIST })).rejects.toThrow('94 records in a list of 95');
  });

  test('takes the size of a list between two dates for an estimate', async () => {
    missing = [RECORDS - 1];
    const { verified } = await runLoad({ kind: 'verify', port, path: `${LIST}&from=2020-01-01` });
    expect(verified?.records).toBe(94);
  });

  test('has another checksum when a record is another', async () => {
    const { verified } = await runLoad({ kind: 'verify', port, path: LIST });
    missing = [7, 7.5];
    const { verified: other } = await runLoad({ kind: 'verify', port, path: LIST });
    expect(other?.records).toBe(RECORDS);
    expect(other?.checksum).not.toBe(verified?.checksum);
  });

  test('walks in stretches, counts their records and follows their tokens', async () => {
    const { verified } = await runLoad({ kind: 'verify', port, path: LIST });
    if (!verified) throw new Error('nothing verified');
    const walked = await runLoad({ kind: 'walk', port, stretches: stretchesOf(verified, 3), seconds: 0 });
    expect(walked).toMatchObject({ records: RECORDS, rounds: 1, requests: 10 });
    const known = await runLoad({ kind: 'walk', port, stretches: stretchesOf(verified, 3, true), seconds: 0 });
    expect(known).toMatchObject({ requests: 10, bytes: walked.bytes });
  });

  test('opens another connection when the server closes one', async () => {
    closing = true;
    const { verified } = await runLoad({ kind: 'verify', port, path: LIST });
    expect(verified?.records).toBe(RECORDS);
  });

  test('complains of a list that ends too early', async () => {
    const stretches = [{ first: LIST, pages: 11 }];
    await expect(runLoad({ kind: 'walk', port, stretches, seconds: 0 })).rejects.toThrow('ended after 10 pages');
  });

  test('asks groups of paths by turns', async () => {
    const groups = { first: [LIST], deep: [`${LIST}&resumptionToken=80`, `${LIST}&resumptionToken=90`] };
    const repeated = await runLoad({ kind: 'repeat', port, connections: 2, groups, seconds: 0.2 });
    const { first, deep } = repeated.groups;
    expect((first?.requests ?? 0) + (deep?.requests ?? 0)).toBe(repeated.requests);
    expect(Math.abs((first?.requests ?? 0) - (deep?.requests ?? 0))).toBeLessThanOrEqual(1);
  });
});

function bodyOf(number: number): string {
  return `<metadata>${'é'.repeat(number)}${number}</metadata>`;
}

/** A page as the endpoint makes it. A half among what is missing: another record stands in. */
function pageAt(cursor: number): string {
  const numbers = Array.from({ length: Math.min(PAGE_SIZE, RECORDS - cursor) }, (_, n) => cursor + n);
  const records = numbers.flatMap((number) => {
    if (missing.includes(number) && !missing.includes(number + 0.5)) return [];
    const body = missing.includes(number) ? '<metadata>another</metadata>' : bodyOf(number);
    return `<record><header><identifier>oai:x:${number}</identifier><datestamp>2020-01-01</datestamp><setSpec>a</setSpec></header>${body}</record>\n`;
  });
  const token = cursor + PAGE_SIZE < RECORDS ? String(cursor + PAGE_SIZE) : '';
  return `<OAI-PMH><ListRecords>\n${records.join('')}<resumptionToken completeListSize="${RECORDS}" cursor="${cursor}">${token}</resumptionToken>\n</ListRecords></OAI-PMH>`;
}
