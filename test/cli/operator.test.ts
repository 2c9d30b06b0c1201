import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { backDoor } from '../support/back-door.ts';
import { freePort } from '../support/free-port.ts';
import { type ServeProcess, serveProcess } from '../support/serve-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestTerminal } from '../support/test-terminal.ts';

const folder = temporaryFolder();
const SETTINGS = {
  OAI_REPOSITORY_IDENTIFIER: 'test.example.org',
  OAI_ADMIN_EMAIL: 'oai@example.org',
  OAI_BASE_URL: 'http://localhost:8080/oai',
};

/** Runs `serve` in a process of its own while `work` does. */
async function serving(
  environment: Record<string, string>,
  work: (server: ServeProcess, operator: string) => Promise<void>,
) {
  const server = await serveProcess({ ...SETTINGS, OAI_DATABASE: await backDoor.fresh(), ...environment }, folder);
  try {
    expect({ port: typeof server.port, errors: server.errors() }).toMatchObject({ port: 'number' });
    await work(server, await operatorOf(server));
  } finally {
    await server.stop();
  }
}

async function operatorOf(server: ServeProcess): Promise<string> {
  for (;;) {
    const [, url] = /metrics and health at (\S+)\n/.exec(server.output()) ?? [];
    if (url !== undefined) return url;
    if (server.output().includes('Stop with')) throw new Error(`no operator's server: ${server.output()}`);
    await sleep(20);
  }
}

/** The metrics, once they hold a line. */
async function metricsWith(operator: string, line: string): Promise<string> {
  for (;;) {
    const text = await (await fetch(`${operator}metrics`)).text();
    if (text.split('\n').includes(line)) return text;
    await sleep(100);
  }
}

const ask = (server: ServeProcess, path: string, headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${server.port}${path}`, { headers: { Connection: 'close', ...headers } });

test.each(['1', '2'])('all requests are counted and logged in one place, with %s workers', async (workers) => {
  await serving({ OAI_WORKERS: workers, LOG_LEVEL: 'debug' }, async (server, operator) => {
    for (let count = 0; count < 10; count += 1) expect((await ask(server, '/oai?verb=Identify')).status).toBe(200);
    const { headers } = await ask(server, '/nothing', { 'User-Agent': 'Somebody/1\u009b2J' });
    const text = await metricsWith(operator, 'oai_requests_total{kind="other",verb="none",status="404"} 1');
    expect(text).toContain('oai_requests_total{kind="oai",verb="Identify",status="200"} 10');
    const line = server
      .errors()
      .split('\n')
      .find((one) => one.includes(headers.get('X-Request-Id') ?? '?'));
    expect(JSON.parse(line ?? '{}')).toMatchObject({
      msg: 'request',
      status: 404,
      client: '127.0.0.0',
      userAgent: 'Somebody/1?2J',
    });
    expect(await (await ask(server, '/health/ready')).json()).toEqual({ status: 'ready' });
  });
});

test('a slow request is warned of, without its token', async () => {
  await serving({ OAI_SLOW_REQUEST: '1' }, async (server) => {
    const token = 'not-a-token-but-it-looks-like-one-0123456789';
    // The first one after the start takes a millisecond on any machine; one of many does.
    while (!server.errors().includes('slow request')) {
      await ask(server, `/oai?verb=ListRecords&resumptionToken=${token}`);
    }
    expect(server.errors()).toContain('"verb":"ListRecords"');
    expect(server.errors()).not.toContain(token.slice(0, 20));
  });
});

test('a port that was named and is taken is a fault that says so', async () => {
  await serving({}, async (_server, operator) => {
    const other = await serveProcess(
      { ...SETTINGS, OAI_DATABASE: await backDoor.fresh(), OAI_OPERATOR_PORT: new URL(operator).port },
      folder,
    );
    expect(await other.ended).toBe(1);
    expect(other.errors()).toContain('OAI_OPERATOR_PORT');
  });
});

test('a port that nobody named is 10000 above the other, or another one where that is taken', async () => {
  let port = await freePort();
  while (port > 55_535 || !(await isFree(port + 10_000))) port = await freePort();
  const operatorAt = async (database: string) => {
    const terminal = new TestTerminal({ ...SETTINGS, PORT: String(port), OAI_DATABASE: database, LOG_LEVEL: 'error' });
    const ended = runCommandLine(['serve'], terminal);
    while (!terminal.output.includes('Stop with') && terminal.errors === '') await sleep(20);
    terminal.interrupt();
    expect({ exitCode: await ended, errors: terminal.errors }).toEqual({ exitCode: 0, errors: '' });
    return Number(new URL(/metrics and health at (\S+)\n/.exec(terminal.output)?.[1] ?? '').port);
  };
  const database = await backDoor.fresh();
  expect(await operatorAt(database)).toBe(port + 10_000);
  const taken = createServer().listen(port + 10_000, '127.0.0.1');
  await once(taken, 'listening');
  expect(await operatorAt(database)).not.toBe(port + 10_000);
  taken.close();
});

test('when the server ends, it is not ready first, and what was begun is finished', async () => {
  await serving({ OAI_WORKERS: '2' }, async (server, operator) => {
    // A request whose body is still on its way.
    const socket = connect(server.port ?? 0, '127.0.0.1');
    const body = 'verb=Identify';
    const head = `POST /oai HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n`;
    socket.write(`${head}verb`);
    let answer = '';
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString();
    });
    const closed = new Promise((resolve) => socket.once('close', resolve));
    // Accepted and read: workers tell nobody, but the answer to another connection's request comes after it.
    await sleep(500);
    const ended = server.stop('SIGTERM');
    for (;;) {
      const ready = await fetch(`${operator}health/ready`);
      if (ready.status === 503) {
        expect(await ready.json()).toEqual({ status: 'not ready', reasons: ['The server is stopping.'] });
        break;
      }
      await sleep(10);
    }
    socket.write(body.slice(4));
    await closed;
    expect(answer).toContain('</OAI-PMH>');
    expect(answer).toContain('Connection: close');
    expect(await ended).toBe(0);
    expect(server.errors()).toBe('');
  });
});

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  return once(server, 'listening').then(
    () => new Promise((resolve) => server.close(() => resolve(true))),
    () => false,
  );
}
