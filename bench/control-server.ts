import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import Database from 'better-sqlite3';
import express, { type Response } from 'express';
import { pino } from 'pino';
import { createOaiRouter } from '../src/http/oai-router.ts';
import type { DataProvider } from '../src/verbs/data-provider.ts';

/**
 * What the endpoint is compared with, on the same bytes. At /constant its HTTP side, with a page of it that never
 * changes; at /gzip that page, compressed by zlib at level 1 for each answer; at /send?after= rows that are joined in
 * JavaScript and given to Express' `send`.
 */
const { BENCH_PAGE_URL = '', BENCH_ROWS = '', BENCH_PAGE_SIZE = '' } = process.env;
const fetched = Buffer.from(await (await fetch(BENCH_PAGE_URL)).arrayBuffer());
// Part of a larger Buffer: what has memory of its own is given back when it was sent.
const page = Buffer.concat([fetched, Buffer.alloc(1)]).subarray(0, fetched.length);
const app = express();
app.disable('x-powered-by').disable('etag');

const constant: Pick<DataProvider, 'answer'> = { answer: async () => [page] };
app.use('/constant', createOaiRouter(constant as DataProvider, pino({ level: 'silent' }), { pages: false }));

const compress = promisify<Buffer, { level: number }, Buffer>(gzip);
app.get('/gzip', async (_request, response: Response) => {
  const body = await compress(page, { level: 1 });
  response.writeHead(200, {
    'Content-Type': 'text/xml; charset=UTF-8',
    'Content-Encoding': 'gzip',
    'Content-Length': body.length,
  });
  response.end(body);
});

const rows = new Database(BENCH_ROWS, { readonly: true }).prepare<
  [number, number],
  { identifier: string; datestamp: number; set_specs: string; body: string }
>('SELECT identifier, datestamp, set_specs, body FROM record WHERE place >= ? ORDER BY place LIMIT ?');
app.get('/send', (request, response) => {
  const records = rows.all(Number(request.query['after']), Number(BENCH_PAGE_SIZE)).map((row) => {
    const datestamp = new Date(row.datestamp * 1000).toISOString().replace('.000Z', 'Z');
    const sets = row.set_specs.split(' ').map((setSpec) => `<setSpec>${setSpec}</setSpec>`);
    return `<record><header><identifier>${row.identifier}</identifier><datestamp>${datestamp}</datestamp>${sets.join('')}</header>${row.body}</record>\n`;
  });
  response.type('text/xml').send(`<OAI-PMH><ListRecords>\n${records.join('')}</ListRecords></OAI-PMH>`);
});

const server = createServer(app).listen(0, '127.0.0.1', () => {
  process.stdout.write(`listening on port ${(server.address() as AddressInfo).port}\n`);
});
process.on('SIGTERM', () => process.exit());
