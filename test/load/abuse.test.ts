import { writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Abusers } from '../../bench/abusers.ts';
import { runCommandLine } from '../../src/cli/command-line.ts';
import type { Answer } from '../../src/judge/answer.ts';
import { backDoor } from '../support/back-door.ts';
import { harvest } from '../support/harvester.ts';
import { serveProcess } from '../support/serve-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestTerminal } from '../support/test-terminal.ts';

const folder = temporaryFolder();
const BASE_URL = 'http://localhost:8080/oai';
const ITEMS = 1_000;
const SETTINGS = {
  OAI_REPOSITORY_IDENTIFIER: 'test.example.org',
  OAI_ADMIN_EMAIL: 'oai@example.org',
  OAI_BASE_URL: BASE_URL,
  OAI_PAGE_SIZE: '50',
};

// Only Linux has 127.1.0.1 and the others without being asked.
const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux(
  'a polite harvester gets all of its list, and never a refusal, while fifty clients do their worst',
  async () => {
    const database = await backDoor.fresh();
    const file = join(folder, 'items.jsonl');
    const text = 'What it is about. '.repeat(200);
    const lines = Array.from({ length: ITEMS }, (_, index) =>
      JSON.stringify({ identifier: `i${index}`, titles: [{ text: `T${index}` }], abstracts: [{ text }] }),
    );
    writeFileSync(file, lines.join('\n'));
    expect(await runCommandLine(['import', file], new TestTerminal({ ...SETTINGS, OAI_DATABASE: database }))).toBe(0);
    // The abusers are loopback too.
    const server = await serveProcess({ ...SETTINGS, OAI_DATABASE: database, OAI_ALLOW_LIST: 'none' }, folder);
    const abusers = new Abusers(server.port ?? 0, 50);
    const agent = new Agent({ keepAlive: true, maxSockets: 1, localAddress: '127.2.0.1' });
    const statuses = new Set<number>();
    try {
      while (met503(abusers) < 20) await sleep(100);
      const { records } = await harvest({
        fetch: async (query) => {
          const answer = await ask(server.port ?? 0, agent, query);
          statuses.add(answer.status);
          await sleep(20);
          return answer;
        },
        verb: 'ListRecords',
        arguments: { metadataPrefix: 'oai_dc' },
        baseUrl: BASE_URL,
        quiet: true,
      });
      expect(new Set(records.map(({ identifier }) => identifier)).size).toBe(ITEMS);
      expect([...statuses]).toEqual([200]);
    } finally {
      await abusers.stop();
      agent.destroy();
    }
    const { flooder, pipeliner, largeHead, largeBody, opener } = abusers.met;
    expect(flooder?.statuses['503']).toBeGreaterThan(0);
    expect(opener?.connections).toBeGreaterThan(0);
    for (const one of [flooder, pipeliner, largeHead, largeBody, opener])
      expect(
        Object.keys(one?.statuses ?? {}).filter((status) => !['200', '413', '431', '503', '408'].includes(status)),
      ).toEqual([]);
    // It has lost nothing by it: who was locked out comes in when the abuse has ended.
    expect((await fetch(`http://127.0.0.1:${server.port}/health/ready`)).status).toBe(200);
    await server.stop();
    expect(server.errors()).toBe('');
  },
  120_000,
);

function met503(abusers: Abusers): number {
  return Object.values(abusers.met).reduce((sum, { statuses }) => sum + (statuses['503'] ?? 0), 0);
}

function ask(port: number, agent: Agent, query: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path: `/oai?${query}`, agent }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      const headers = new Headers(response.headers as Record<string, string>);
      resolve({ status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks) });
    });
    sent.on('error', reject).end();
  });
}
