import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import express from 'express';
import { pino } from 'pino';
import { CONTENT_CODINGS, createOaiRouter, type DataProvider } from '../../src/index.ts';
import type { ErrorCode } from '../../src/judge/vocabulary.ts';
import { harvest } from '../support/harvester.ts';
import { judgeAnswer } from '../support/judge-answer.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const BASE_URL = 'https://letters.example.org/oai';
const folder = temporaryFolder();

/** The provider that docs/embedding.md makes, on these letters. */
async function documented(letters: unknown[]): Promise<DataProvider> {
  const page = readFileSync(join(PROJECT, 'docs/embedding.md'), 'utf8');
  const [, program = ''] = /```javascript\n(.*?)```/s.exec(page) ?? [];
  const settings = {
    repositoryName: 'Letters',
    baseUrl: BASE_URL,
    adminEmails: ['oai@example.org'],
    granularity: 'seconds',
    pageSize: 3,
    maxPageBytes: 1_000,
    setsPageSize: 1000,
    tokenTtl: undefined,
    compression: CONTENT_CODINGS,
    software: { title: 'letters', version: '1.0.0' },
  };
  const file = join(folder, 'letters.mjs');
  writeFileSync(
    file,
    program
      .replace("'oai-pmh-endpoint'", `'${pathToFileURL(join(PROJECT, 'src/index.ts')).href}'`)
      .replace(
        'const provider =',
        `const letters = ${JSON.stringify(letters)};\nconst settings = ${JSON.stringify(settings)};\nexport const provider =`,
      ),
  );
  return ((await import(pathToFileURL(file).href)) as { provider: DataProvider }).provider;
}

test('the store of docs/embedding.md is harvested whole, page by page, and answers each verb', async () => {
  const text = 'x'.repeat(400);
  const letters = Array.from({ length: 20 }, (_, index) => ({
    identifier: `oai:letters.example.org:${index}`,
    // Several on one second.
    datestamp: 1_700_000_000 + Math.floor(index / 4),
    body: `<metadata><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd"><dc:title>Letter ${index} ${text}</dc:title></oai_dc:dc></metadata>`,
  }));
  const app = express();
  app.use('/oai', createOaiRouter(await documented(letters), pino({ level: 'silent' })));
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const get = async (query: string) => {
    const response = await fetch(`http://127.0.0.1:${port}/oai?${query}`);
    return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
  };
  try {
    for (const verb of ['ListRecords', 'ListIdentifiers'] as const) {
      const list = { fetch: get, verb, baseUrl: BASE_URL };
      const all = await harvest({ ...list, arguments: { metadataPrefix: 'oai_dc' } });
      const found = verb === 'ListRecords' ? all.records : all.headers;
      expect(found.map(({ identifier }) => identifier).sort()).toEqual(
        letters.map(({ identifier }) => identifier).sort(),
      );
      const some = await harvest({
        ...list,
        arguments: { metadataPrefix: 'oai_dc', from: '2023-11-14T22:13:21Z', until: '2023-11-14T22:13:22Z' },
      });
      expect((verb === 'ListRecords' ? some.records : some.headers).length).toBe(8);
    }
    const expectations: [string, ErrorCode | undefined][] = [
      ['verb=Identify', undefined],
      ['verb=ListMetadataFormats&identifier=oai:letters.example.org:3', undefined],
      ['verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:letters.example.org:3', undefined],
      ['verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:letters.example.org:33', 'idDoesNotExist'],
      ['verb=ListSets', 'noSetHierarchy'],
      ['verb=ListRecords&metadataPrefix=oai_dc&from=2024-01-01', 'noRecordsMatch'],
    ];
    for (const [query, error] of expectations) {
      const answer = await get(query);
      const requestArguments = Object.fromEntries(new URLSearchParams(query));
      judgeAnswer(answer, { baseUrl: BASE_URL, requestArguments, ...(error === undefined ? {} : { errors: [error] }) });
      expect([query, /<error code="(\w+)"/.exec(String(answer.body))?.[1]]).toEqual([query, error]);
    }
  } finally {
    server.close();
  }
});
