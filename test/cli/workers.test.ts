import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { backDoor } from '../support/back-door.ts';
import { CuttingProxy } from '../support/cutting-proxy.ts';
import { describePostgres } from '../support/postgres/describe-postgres.ts';
import { freshDatabase } from '../support/postgres/fresh-database.ts';
import { type ServeProcess, serveProcess } from '../support/serve-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestTerminal } from '../support/test-terminal.ts';

const folder = temporaryFolder();
const SETTINGS = {
  OAI_REPOSITORY_IDENTIFIER: 'test.example.org',
  OAI_ADMIN_EMAIL: 'oai@example.org',
  // Otherwise the port would stand in the records, which would be made anew.
  OAI_BASE_URL: 'http://localhost:8080/oai',
  OAI_WORKERS: '2',
  LOG_LEVEL: 'info',
};
const LIST = 'verb=ListIdentifiers&metadataPrefix=oai_dc';
const IDENTIFIERS = Array.from({ length: 200 }, (_, index) => `oai:test.example.org:i${index}`);

/** A store of its own with these 200 items. */
async function filledStore(name: string, text = 'T'): Promise<string> {
  const database = await backDoor.fresh();
  const file = join(folder, `${name}.jsonl`);
  const lines = IDENTIFIERS.map((identifier) => JSON.stringify({ identifier, titles: [{ text }] }));
  writeFileSync(file, lines.join('\n'));
  expect(await runCommandLine(['import', file], new TestTerminal({ ...SETTINGS, OAI_DATABASE: database }))).toBe(0);
  return database;
}

async function serving(
  environment: Record<string, string>,
  work: (server: ServeProcess) => Promise<void>,
  cwd = folder,
) {
  const server = await serveProcess({ ...SETTINGS, ...environment }, cwd);
  try {
    expect({ serves: server.port !== undefined, errors: logOf(server).filter(isBad) }).toEqual({
      serves: true,
      errors: [],
    });
    await work(server);
  } finally {
    await server.stop();
  }
}

interface LogLine {
  level: number;
  pid: number;
  msg: string;
  worker?: number;
}
const isBad = ({ level }: LogLine) => level >= 40;

function logOf(server: ServeProcess): LogLine[] {
  return server
    .errors()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as LogLine);
}

/** All workers that have ever begun to answer, in this order. */
function workersOf(server: ServeProcess): number[] {
  return logOf(server).flatMap(({ msg, worker }) => (msg === 'a worker answers' && worker ? [worker] : []));
}

async function until(what: () => boolean): Promise<void> {
  while (!what()) await sleep(20);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function ask(server: ServeProcess, query: string, agent: Agent | false = false): Promise<string> {
  const sent = get({ host: '127.0.0.1', port: server.port, path: `/oai?${query}`, agent });
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response) text += chunk;
  return text;
}

function nextQuery(text: string): string | undefined {
  const token = /<resumptionToken[^>]*>([^<]+)</.exec(text)?.[1];
  return token && `verb=ListIdentifiers&resumptionToken=${token}`;
}

function identifiersIn(text: string): string[] {
  return [...text.matchAll(/<identifier>(.*?)<\/identifier>/g)].map(([, identifier = '']) => identifier);
}

/** A format that notes with which words each process that uses it was started. */
const NOTING = `import { appendFileSync } from 'node:fs';
appendFileSync('words', [...process.execArgv, ...process.argv].join(' ') + '\\n');
export default {
  metadataPrefix: 'notes',
  schema: 'https://example.org/notes.xsd',
  metadataNamespace: 'urn:example:notes',
  version: 1,
  render: () => '<note xmlns="urn:example:notes" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:example:notes https://example.org/notes.xsd"/>',
};
`;

describe('serve --workers', () => {
  test('several processes answer on one port, welcome once, and take the tokens of each other', async () => {
    await serving({ OAI_DATABASE: await filledStore('tokens'), OAI_PAGE_SIZE: '1' }, async (server) => {
      expect(server.output().match(/Serving|Stop with/g)).toEqual(['Serving', 'Stop with']);
      const workers = workersOf(server);
      expect(workers).toHaveLength(2);
      // While one worker sleeps, the other one answers. By turns they give the pages of one list.
      const found: string[] = [];
      let query: string | undefined = LIST;
      for (let page = 0; query !== undefined && page < 10; page += 1) {
        const [awake = 0, asleep = 0] = page % 2 === 0 ? workers : workers.toReversed();
        process.kill(awake, 'SIGCONT');
        process.kill(asleep, 'SIGSTOP');
        const text = await ask(server, query);
        found.push(...identifiersIn(text));
        query = nextQuery(text);
      }
      expect(found).toEqual(IDENTIFIERS.slice(0, 10));
      for (const worker of workers) process.kill(worker, 'SIGCONT');
    });
  }, 100_000);

  test('a harvest is complete though its workers are killed in the middle, again and again', async () => {
    await serving({ OAI_DATABASE: await filledStore('kills'), OAI_PAGE_SIZE: '10' }, async (server) => {
      const found: string[] = [];
      const killed = new Set<number>();
      const living = () => workersOf(server).filter((worker) => !killed.has(worker));
      let query: string | undefined = LIST;
      let failures = 0;
      for (let turn = 0; query !== undefined; turn += 1) {
        // In the middle of some answers: one worker, the other one, and then both at once.
        const victims = turn === 2 || turn === 6 ? 1 : turn === 10 ? 2 : 0;
        if (victims > 0) await until(() => living().length === 2);
        const asked = ask(server, query).catch(() => '');
        for (const victim of living().slice(0, victims)) {
          killed.add(victim);
          process.kill(victim, 'SIGKILL');
        }
        const text = await asked;
        if (text.endsWith('</OAI-PMH>')) {
          found.push(...identifiersIn(text));
          query = nextQuery(text);
        } else {
          failures += 1;
          await until(() => living().length > 0);
        }
      }
      expect(failures).toBeGreaterThan(0);
      expect(found).toEqual(IDENTIFIERS);
      const said = () => logOf(server).filter(isBad);
      await until(() => said().length >= killed.size);
      for (const { msg, pid } of said()) {
        expect(msg).toMatch(/^Worker \d+ ended \(SIGKILL\)\. Another one is started in [\d.]+ seconds\.$/);
        expect(pid).toBe(server.pid);
      }
    });
  }, 100_000);

  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s: answers under way are finished, and no process stays',
    async (signal) => {
      const environment = { OAI_DATABASE: await filledStore(signal, 'long '.repeat(4_000)), OAI_PAGE_SIZE: '200' };
      await serving({ ...environment, OAI_WORKERS: '3' }, async (server) => {
        const path = '/oai?verb=ListRecords&metadataPrefix=oai_dc';
        // More of them than workers; each takes a first piece of its page and waits.
        const readers = await Promise.all(
          Array.from({ length: 6 }, async () => {
            const sent = get({ host: '127.0.0.1', port: server.port, path, agent: false });
            const [response] = (await once(sent, 'response')) as [IncomingMessage];
            response.pause();
            return response;
          }),
        );
        // Who asks nothing, or does not end a request, is not waited for.
        const idle = new Agent({ keepAlive: true });
        await ask(server, 'verb=Identify', idle);
        const dribbler = connect(server.port ?? 0, '127.0.0.1').on('error', () => {});
        dribbler.write('GET /oai?verb=Id');
        // As a terminal or systemd does: all processes get the signal.
        const workers = workersOf(server);
        for (const worker of workers) process.kill(worker, signal);
        const ended = server.stop(signal);
        const taken = readers.map(async (response) => {
          let bytes = 0;
          for await (const chunk of response) bytes += (chunk as Buffer).length;
          return bytes === Number(response.headers['content-length']);
        });
        expect(await Promise.all(taken)).toEqual(readers.map(() => true));
        expect(await ended).toBe(0);
        expect(workers).toHaveLength(3);
        expect(workers.filter(isRunning)).toEqual([]);
        expect(logOf(server).filter(isBad)).toEqual([]);
        idle.destroy();
        dribbler.destroy();
      });
    },
    100_000,
  );

  test('where the first process is killed, the workers end too', async () => {
    await serving({ OAI_DATABASE: await backDoor.fresh() }, async (server) => {
      const workers = workersOf(server);
      await server.stop('SIGKILL');
      await until(() => !workers.some(isRunning));
    });
  }, 100_000);

  test('one process alone keeps house, without naming the store on command lines', async () => {
    const database = await filledStore('house');
    const environment = { OAI_DATABASE: database, OAI_BASE_URL: 'https://oai.example.org/oai' };
    const cwd = join(folder, 'house');
    mkdirSync(cwd);
    writeFileSync(join(cwd, 'a.jsonl'), '{"identifier":"a","titles":[{"text":"A"}]}\n');
    writeFileSync(join(cwd, 'notes.mjs'), NOTING);
    const source = 'sources:\n  s: { files: a.jsonl, schedule: "* * * * * *" }\n';
    writeFileSync(join(cwd, 'oai-pmh.yaml'), `formats: [oai_dc, module: notes.mjs]\n${source}`);
    await serving(
      environment,
      async (server) => {
        const lines = (words: RegExp) => logOf(server).filter(({ msg }) => words.test(msg));
        await until(() => lines(/^sync begins/).length >= 2 && lines(/^The records are made anew/).length > 0);
        expect(new Set(lines(/^sync begins/).map(({ pid }) => pid))).toEqual(new Set([server.pid]));
        expect(lines(/^The records are made anew/)).toHaveLength(1);
        // The URL of a store may hold a password, and command lines are seen by all.
        const words = () => readFileSync(join(cwd, 'words'), 'utf8');
        await until(() => ['serve', 'sync s', 'render'].every((command) => words().includes(` ${command}`)));
        expect(words()).not.toContain(database);
        for (const pid of process.platform === 'linux' ? workersOf(server) : []) {
          expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).not.toContain(database);
        }
        expect(server.output() + server.errors()).not.toContain('geheim');
      },
      cwd,
    );
  }, 100_000);

  describe('what is wrong is one sentence, once', () => {
    test('a port in use', async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const { port } = other.address() as { port: number };
      const server = await serveProcess(
        { ...SETTINGS, OAI_WORKERS: '4', PORT: String(port), OAI_DATABASE: await backDoor.fresh() },
        folder,
      );
      expect(await server.ended).toBe(1);
      expect(server.errors()).toBe(
        `Port ${port} on 127.0.0.1 is in use. Stop what uses it, or set PORT to another one.\n`,
      );
      expect(server.output()).toBe('');
      other.close();
    });

    test.each(['0', '65', '-1', 'all', '2.5'])('%s workers', async (workers) => {
      const terminal = new TestTerminal();
      expect(await runCommandLine(['serve', '--workers', workers], terminal)).toBe(2);
      expect(terminal.errors).toContain(
        `--workers: "${workers}" will not do; write auto, or a whole number from 1 to 64.\n`,
      );
    });

    test('a worker that dies again and again as soon as it answers', async () => {
      await serving({ OAI_DATABASE: await backDoor.fresh() }, async (server) => {
        const [survivor = 0] = workersOf(server);
        const killed = new Set<number>();
        const hunt = setInterval(() => {
          for (const worker of workersOf(server).slice(1)) {
            if (!killed.has(worker)) process.kill(worker, 'SIGKILL');
            killed.add(worker);
          }
        }, 20);
        expect(await server.ended).toBe(1);
        clearInterval(hunt);
        expect(server.errors()).toMatch(
          /\nA worker died as soon as it was started, 5 times in a row\. Worker \d+ ended \(SIGKILL\)\.\n$/,
        );
        expect(isRunning(survivor)).toBe(false);
      });
    }, 100_000);

    test('a store that is there no longer when a worker begins again', async () => {
      const database = await backDoor.fresh();
      await serving({ OAI_DATABASE: database }, async (server) => {
        await backDoor.remove(database);
        const workers = workersOf(server);
        process.kill(workers[0] ?? 0, 'SIGKILL');
        expect(await server.ended).toBe(1);
        const said = server
          .errors()
          .split('\n')
          .filter((line) => line !== '' && !line.startsWith('{'));
        expect(said).toEqual([
          expect.stringMatching(
            /^A worker died as soon as it was started, 5 times in a row\. There is no (store|database for the store) /,
          ),
        ]);
        expect(workers.filter(isRunning)).toEqual([]);
      });
    }, 100_000);
  });
});

describePostgres('serve --workers on a database that is down for a while', () => {
  test('goes on, and a worker that died meanwhile comes back when the database does', async () => {
    const url = await freshDatabase();
    const proxy = await CuttingProxy.start(Number(new URL(url).port));
    try {
      await serving({ OAI_DATABASE: proxy.through(url) }, async (server) => {
        const [killed = 0, ...others] = workersOf(server);
        proxy.refuse();
        process.kill(killed, 'SIGKILL');
        const attempts = () => logOf(server).filter(({ msg }) => /cannot be reached .*Another one/.test(msg)).length;
        // More often than a worker may die at once.
        await until(() => attempts() > 5);
        proxy.mend();
        await until(() => workersOf(server).length > 2);
        expect(others.filter(isRunning)).toEqual(others);
        expect(await ask(server, 'verb=Identify')).toContain('<Identify>');
      });
    } finally {
      await proxy.close();
    }
  }, 120_000);
});
