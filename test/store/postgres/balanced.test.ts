import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommandLine } from '../../../src/cli/command-line.ts';
import { harvest } from '../../support/harvester.ts';
import { hasNginx, startNginx } from '../../support/nginx.ts';
import { describePostgres } from '../../support/postgres/describe-postgres.ts';
import { freshDatabase } from '../../support/postgres/fresh-database.ts';
import { serveProcess } from '../../support/serve-process.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { TestTerminal } from '../../support/test-terminal.ts';

const ITEMS = 300;
const folder = temporaryFolder();
const describeBalanced = hasNginx ? describePostgres : describe.skip;

describeBalanced('two endpoints on one store behind nginx, which asks them in turn', () => {
  test('a harvest completes when one of them is killed in the middle of it', async () => {
    const baseUrl = 'https://oai.example.org/oai';
    const environment = {
      OAI_DATABASE: await freshDatabase(),
      OAI_REPOSITORY_IDENTIFIER: 'oai.example.org',
      OAI_ADMIN_EMAIL: 'oai@example.org',
      OAI_BASE_URL: baseUrl,
      OAI_PAGE_SIZE: '10',
    };
    const file = join(folder, 'items.jsonl');
    const items = Array.from({ length: ITEMS }, (_, index) => ({ identifier: `i${index}`, titles: [{ text: 'T' }] }));
    writeFileSync(file, items.map((item) => `${JSON.stringify(item)}\n`).join(''));
    const terminal = new TestTerminal(environment);
    expect([await runCommandLine(['import', file], terminal), terminal.errors]).toEqual([0, '']);
    const servers = await Promise.all([serveProcess(environment, folder), serveProcess(environment, folder)]);
    const ports = servers.map(({ port, errors }) => {
      if (port === undefined) throw new Error(errors());
      return port;
    });
    const balancer = await startNginx(ports);
    try {
      const { headers, pages } = await harvest({
        fetch: async (query) => {
          const response = await fetch(`http://127.0.0.1:${balancer.port}/oai?${query}`);
          return {
            status: response.status,
            headers: response.headers,
            body: Buffer.from(await response.arrayBuffer()),
          };
        },
        verb: 'ListRecords',
        arguments: { metadataPrefix: 'oai_dc' },
        baseUrl,
        quiet: true,
        betweenPages: async (page) => {
          if (page === 12) await servers[0]?.stop('SIGKILL');
        },
      });
      expect(new Set(headers.map(({ identifier }) => identifier)).size).toBe(ITEMS);
      expect(pages).toHaveLength(ITEMS / 10);
      const asked = balancer.asked();
      expect(
        asked
          .slice(0, 12)
          .flat()
          .filter((port) => port === ports[0]),
      ).toHaveLength(6);
      // Nobody but nginx noticed.
      expect(asked.slice(12).some((tried) => tried.length === 2)).toBe(true);
      expect(asked.at(-1)?.at(-1)).toBe(ports[1]);
    } finally {
      await balancer.stop();
      for (const server of servers) await server.stop('SIGKILL');
    }
    expect(servers.map(({ errors }) => errors()).join('')).toBe('');
  }, 60_000);
});
