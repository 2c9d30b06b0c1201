import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { SETTINGS } from '../../src/config/settings.ts';
import { readPostgresUrl } from '../../src/store/postgres/postgres-url.ts';
import { freePort } from '../support/free-port.ts';
import { hasNginx, runNginx } from '../support/nginx.ts';
import { debianBinaries } from '../support/postgres/binaries.ts';
import { askServer } from '../support/postgres/fresh-database.ts';
import { NOBODY, PASSWORD, type PostgresServer } from '../support/postgres/postgres-server.ts';
import { describeReplicated, pauseReplay, resumeReplay, startPrimary } from '../support/postgres/replication.ts';
import { type ServeProcess, serveProcess } from '../support/serve-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestTerminal } from '../support/test-terminal.ts';

type Environment = Record<string, string>;

interface Service {
  command?: string[];
  environment?: Environment;
  ports?: string[];
  volumes?: string[];
}

const DEPLOY = fileURLToPath(new URL('../../deploy/', import.meta.url));
const read = (name: string) => readFileSync(join(DEPLOY, name), 'utf8');
/** What stands in .env. */
const GIVEN: Environment = {
  OAI_BASE_URL: 'https://oai.example.org/oai',
  OAI_REPOSITORY_NAME: 'Example',
  OAI_ADMIN_EMAIL: 'oai@example.org',
  OAI_REPOSITORY_IDENTIFIER: 'oai.example.org',
  STORE_PASSWORD: 'of the store: @/?',
  POSTGRES_PASSWORD: PASSWORD,
  REPLICATION_PASSWORD: "of 'the standby'",
};
const asked = new Set<string>();
const { services } = parse(read('compose.yaml'), interpolate, { merge: true }) as { services: Record<string, Service> };
const { balancer, primary, standby, endpoint1, endpoint2 } = services;
const endpoints = { endpoint1, endpoint2 };

describe('deploy/compose.yaml', () => {
  test('asks for what has no default, and for nothing else', () => {
    expect([...asked].sort()).toEqual(Object.keys(GIVEN).sort());
  });

  test.each(Object.entries(endpoints))(
    '%s: every variable is a setting, with a value that it takes',
    (_name, service) => {
      const { PGPASSWORD, ...environment } = service?.environment ?? {};
      expect(PGPASSWORD).toBe(GIVEN['STORE_PASSWORD']);
      for (const [name, value] of Object.entries(environment)) {
        const setting = SETTINGS.find((one) => one.environment === name);
        expect([name, setting?.environment]).toEqual([name, name]);
        expect(() => setting?.read(value)).not.toThrow();
      }
      expect(readPostgresUrl(environment['OAI_DATABASE'] ?? '').hosts.map(({ name }) => name)).toEqual([
        'primary:5432',
        'standby:5432',
      ]);
    },
  );

  test('the balancer asks the endpoints where they listen, and is published where it listens', () => {
    const config = read('nginx.conf');
    const balanced = [...config.matchAll(/server (\w+):(\d+) /g)].map(([, name, port]) => `${name}:${port}`);
    const listening = Object.entries(endpoints).map(([name, service]) => `${name}:${service?.environment?.['PORT']}`);
    expect(balanced).toEqual(listening);
    expect(balancer?.ports?.map((port) => port.split(':')[1])).toEqual([/listen (\d+);/.exec(config)?.[1]]);
    expect(read('Dockerfile')).toContain(`EXPOSE ${endpoint1?.environment?.['PORT']}`);
  });

  test('what is mounted is there', () => {
    const files = Object.values(services).flatMap(({ volumes = [] }) =>
      volumes.flatMap((volume) => (volume.startsWith('./') ? [volume.split(':')[0] ?? ''] : [])),
    );
    expect(files).toHaveLength(3);
    for (const file of files) expect(read(file)).not.toBe('');
  });
});

const describeAll = hasNginx ? describeReplicated : describe.skip;

describeAll('what deploy/compose.yaml starts, started here', () => {
  const folder = temporaryFolder();
  const programs = debianBinaries() ?? '';
  let server: PostgresServer;
  let standbyUrl = '';
  const ending: (() => Promise<unknown>)[] = [];

  /** The settings of an endpoint, with our ports in the place of the names of its hosts. */
  function environmentOf(service: Service | undefined): Environment {
    const { PGPASSWORD = '', OAI_DATABASE = '', ...environment } = service?.environment ?? {};
    return {
      ...environment,
      ...{ HOST: '127.0.0.1', PORT: '0', OAI_PAGE_SIZE: '5', PGPASSWORD },
      OAI_DATABASE: OAI_DATABASE.replace('primary:5432', `127.0.0.1:${server.port}`).replace(
        'standby:5432',
        `127.0.0.1:${new URL(standbyUrl).port}`,
      ),
    };
  }

  async function importItems(from: number, to: number): Promise<void> {
    const file = join(folder, `${from}.jsonl`);
    const lines = Array.from({ length: to - from }, (_, n) =>
      JSON.stringify({ identifier: `i${from + n}`, titles: [{ text: 'T' }] }),
    );
    writeFileSync(file, lines.join('\n'));
    // The command reads the password from the environment of the process, as pg does.
    const database = environmentOf(endpoint1)['OAI_DATABASE']?.replace(
      'oai@',
      `oai:${encodeURIComponent(GIVEN['STORE_PASSWORD'] ?? '')}@`,
    );
    const terminal = new TestTerminal({ ...environmentOf(endpoint1), OAI_DATABASE: database ?? '' });
    expect([await runCommandLine(['import', file], terminal), terminal.errors]).toEqual([0, '']);
  }

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    server = await startPrimary();
    ending.push(() => server.dispose());
    const PATH = `${folder}:${programs}:${process.env['PATH']}`;
    const administrator = { PGHOST: '127.0.0.1', PGPORT: String(server.port), PGPASSWORD: PASSWORD };
    await promisify(execFile)(join(DEPLOY, 'make-primary.sh'), [], {
      env: { ...primary?.environment, ...administrator, PATH, PGDATA: server.data },
    });
    await askServer('SELECT pg_reload_conf()', server.url());
    const store = new URL(server.url('oai'));

    // The image's entry point starts what it is told as the user of its data. As many connections as the primary of tests.
    const port = await freePort();
    const entryPoint = `#!/bin/sh\nexec "$@" -D "$PGDATA" -p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=600\n`;
    writeFileSync(join(folder, 'docker-entrypoint.sh'), entryPoint, { mode: 0o755 });
    const data = join(folder, 'standby');
    mkdirSync(data, { mode: 0o777 });
    const isRoot = process.getuid?.() === 0;
    if (isRoot) chownSync(data, NOBODY, NOBODY);
    const script = read('follow-primary.sh');
    const child = spawn('sh', ['-c', script, 'follow-primary.sh', ...(standby?.command ?? [])], {
      cwd: folder,
      env: {
        ...standby?.environment,
        PGHOST: '127.0.0.1',
        PGPORT: String(server.port),
        PATH,
        PGDATA: data,
        LC_ALL: 'C',
      },
      stdio: ['ignore', 'ignore', 'pipe'],
      ...(isRoot && { uid: NOBODY, gid: NOBODY }),
    });
    const end = () => child.kill('SIGQUIT');
    process.once('exit', end);
    ending.unshift(async () => {
      process.removeListener('exit', end);
      const ended = child.exitCode ?? once(child, 'exit');
      end();
      await ended;
    });
    await new Promise<void>((resolve, reject) => {
      let log = '';
      child.stderr.on('data', (chunk: Buffer) => {
        log += chunk.toString();
        if (log.includes('ready to accept read-only')) resolve();
      });
      child.once('exit', () => reject(new Error(log)));
    });
    store.port = String(port);
    standbyUrl = store.href;
  }, 60_000);
  afterAll(async () => {
    for (const end of ending) await end();
  });

  test('a standby that lags, and an endpoint that is down, are not noticed; when both are, harvesters are told to come back', async () => {
    const servers: ServeProcess[] = [];
    for (const service of Object.values(endpoints)) servers.push(await serveProcess(environmentOf(service), folder));
    ending.unshift(() => Promise.all(servers.map((one) => one.stop('SIGKILL'))));
    const ports = servers.map(({ port, errors }) => {
      if (port === undefined) throw new Error(errors());
      return port;
    });
    await importItems(0, 40);
    const listen = await freePort();
    const config = Object.keys(endpoints).reduce(
      (text, name, at) => text.replace(`${name}:3000`, `127.0.0.1:${ports[at]}`),
      read('nginx.conf').replace('listen 80;', `listen 127.0.0.1:${listen};`),
    );
    const nginx = await runNginx(config, listen);
    ending.unshift(() => nginx.stop());
    const list = async (port: number, words: string) => {
      const answer = await fetch(`http://127.0.0.1:${port}/oai?verb=ListIdentifiers&${words}`);
      const text = await answer.text();
      const [, token = ''] = /<resumptionToken[^>]*>([^<]+)</.exec(text) ?? [];
      return { answer, count: text.split('<header>').length - 1, token };
    };
    const next = (token: string) => `resumptionToken=${encodeURIComponent(token)}`;

    const standbyServer = { url: () => standbyUrl };
    await pauseReplay(standbyServer);
    await importItems(40, 60);
    const [first = 0, second = 0] = ports;
    const highOf = async (url: string) =>
      (await askServer<{ high: number }>('SELECT high FROM clock', url))[0]?.high ?? 0;
    // Each answer of another second raises the clock row.
    let page = await list(first, 'metadataPrefix=oai_dc');
    while ((await highOf(server.url('oai'))) === (await highOf(standbyUrl))) {
      await sleep(50);
      page = await list(first, 'metadataPrefix=oai_dc');
    }
    expect((await list(second, next(page.token))).answer.status).toBe(503);
    let count = page.count;
    for (; page.token !== ''; count += page.count) page = await list(listen, next(page.token));
    expect([page.answer.status, count]).toEqual([200, 60]);
    // Both were asked for some pages.
    expect(nginx.asked().some((asked) => asked.length === 2)).toBe(true);
    await resumeReplay(standbyServer);

    await servers[0]?.stop();
    for (let times = 0; times < 4; times += 1) {
      expect((await list(listen, 'metadataPrefix=oai_dc')).answer.status).toBe(200);
    }
    await servers[1]?.stop();
    const { answer } = await list(listen, 'metadataPrefix=oai_dc');
    expect([answer.status, answer.headers.get('Retry-After')]).toEqual([503, '10']);
  }, 120_000);
});

/** Puts in what stands in .env, in the scalars that have been read, as Compose does. */
function interpolate(_key: unknown, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return value.replaceAll(/\$\{(\w+)(?::\?[^}]+|:-([^}]*))\}/g, (_all, name: string, fallback?: string) => {
    if (fallback !== undefined) return fallback;
    asked.add(name);
    return GIVEN[name] ?? '';
  });
}
