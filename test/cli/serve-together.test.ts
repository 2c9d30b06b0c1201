import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { backDoor } from '../support/back-door.ts';
import { serveProcess } from '../support/serve-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestTerminal } from '../support/test-terminal.ts';

const folder = temporaryFolder();
const SERVERS = [0, 1, 2, 3];
const oneUrl = () => 'http://localhost:8080/oai';
const urlEach = (server: number) => `http://localhost:${9000 + server}/oai`;

/** Starts four servers at once, asks each, and stops them all. */
async function fourServe(environment: Record<string, string>, baseUrl: (server: number) => string, cwd = folder) {
  const servers = await Promise.all(
    SERVERS.map((server) => serveProcess({ ...environment, OAI_BASE_URL: baseUrl(server) }, cwd)),
  );
  try {
    for (const [index, { port, errors }] of servers.entries()) {
      expect({ index, serves: port !== undefined, errors: errors() }).toEqual({ index, serves: true, errors: '' });
      const answer = await fetch(`http://127.0.0.1:${port}/oai?verb=Identify`);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain(`<baseURL>${baseUrl(index)}</baseURL>`);
    }
  } finally {
    for (const exitCode of await Promise.all(servers.map(({ stop }) => stop()))) expect(exitCode).toBe(0);
  }
  expect(servers.map(({ errors }) => errors()).join('')).toBe('');
}

async function statusOf(environment: Record<string, string>) {
  const terminal = new TestTerminal(environment);
  expect(await runCommandLine(['status', '--json'], terminal)).toBe(0);
  return JSON.parse(terminal.output) as { items: number; renderingUpToDate: boolean };
}

describe('four servers that start at once on one store', () => {
  const repository = { OAI_REPOSITORY_IDENTIFIER: 'test.example.org' };

  test.each([
    ['one base URL', oneUrl],
    ['a base URL each', urlEach],
  ])(
    'come up on a new store, and again on the filled one: %s',
    async (_, baseUrl) => {
      const environment = { ...repository, OAI_DATABASE: await backDoor.fresh() };
      for (let round = 0; round < 3; round += 1) {
        await fourServe({ ...environment, OAI_DATABASE: await backDoor.fresh() }, baseUrl);
      }
      const file = join(folder, 'items.jsonl');
      const items = Array.from({ length: 500 }, (_, index) => ({ identifier: `i${index}`, titles: [{ text: 'T' }] }));
      writeFileSync(file, items.map((item) => `${JSON.stringify(item)}\n`).join(''));
      expect(await runCommandLine(['import', file], new TestTerminal(environment))).toBe(0);
      for (let round = 0; round < 2; round += 1) await fourServe(environment, baseUrl);
      expect((await statusOf(environment)).items).toBe(500);
    },
    200_000,
  );

  test('come up while another process writes', async () => {
    const environment = { ...repository, OAI_DATABASE: await backDoor.fresh() };
    await fourServe(environment, oneUrl);
    const unlock = await backDoor.lock(environment.OAI_DATABASE);
    await fourServe(environment, oneUrl);
    await unlock();
  }, 100_000);

  test('fill the demo store together', async () => {
    const cwd = join(folder, 'demo');
    mkdirSync(cwd);
    await fourServe({}, urlEach, cwd);
  }, 100_000);
});
