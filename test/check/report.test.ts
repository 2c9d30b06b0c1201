import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import type { CheckReport } from '../../src/check/check-report.ts';
import { CHECK_RULES } from '../../src/check/rules/index.ts';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { EXIT } from '../../src/fault.ts';
import { profiles } from '../../src/profiles/index.ts';
import { itemF, putAt, startFixtureF } from '../support/fixture-f.ts';
import { freePort } from '../support/free-port.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestTerminal } from '../support/test-terminal.ts';
import { FaultyServer } from './faulty-server.ts';

const folder = temporaryFolder();
let server: FaultyServer;

beforeAll(async () => {
  server = await FaultyServer.start();
  server.endpoint = await startFixtureF({ settings: { baseUrl: server.baseUrl, pageSize: 100 } });
});
afterAll(() => server.stop());
beforeEach(() => {
  server.spoil = (_asked, ask) => ask();
});

async function run(...words: string[]): Promise<{ exitCode: number; output: string; errors: string }> {
  const terminal = new TestTerminal();
  const exitCode = await runCommandLine(['check', ...words], terminal);
  return { exitCode, output: terminal.output, errors: terminal.errors };
}

const quick = ['--delay', '0'];

describe('what a check prints', () => {
  test('an endpoint without fault passes, and records are judged for aggregators', async () => {
    const { exitCode, output } = await run(server.baseUrl, ...quick);
    expect(output).toContain('passed   OAI-PMH 2.0: 0 errors, 0 warnings, 0 hints\n');
    // The items of this repository have no access rights, which OpenAIRE wants to know.
    expect(output).toMatch(/no dc:rights is an access term of info:eu-repo\n {2}error openaire3\/rights, 4 records;/);
    expect(output).toContain('Not tried: ');
    expect(exitCode).toBe(EXIT.ok);
  });

  test('an aggregator counts for the exit code when it is named', async () => {
    expect((await run(server.baseUrl, ...quick, '--profile', 'openaire3')).exitCode).toBe(EXIT.refusals);
    expect((await run(server.baseUrl, ...quick, '--profile', 'base')).exitCode).toBe(EXIT.ok);
  });

  test('a fault is told with the request, what was seen, and how to mend it', async () => {
    server.spoil = async (_asked, ask) => {
      const plain = await ask();
      return { ...plain, text: plain.text.replace('>persistent<', '>sometimes<') };
    };
    const { exitCode, output } = await run(server.baseUrl, ...quick);
    expect(exitCode).toBe(EXIT.refusals);
    expect(output).toContain('FAILED   OAI-PMH 2.0: ');
    const told = output.slice(output.indexOf('error DEL-01'));
    expect(told).toMatch(
      /^error DEL-01: deletedRecord is no, transient or persistent \(\d+ times not so\)\n {2}- deletedRecord is "sometimes"\n {4}GET http:.*verb=Identify\n/,
    );
    expect(told).toContain('  Mend: Write one of the three words.\n');
  });

  test('JSON has the documented shape', async () => {
    const { output } = await run(server.baseUrl, ...quick, '--format', 'json');
    const report = JSON.parse(output) as CheckReport;
    expect(report).toMatchObject({
      address: server.baseUrl,
      repositoryName: 'Test repository',
      baseURL: server.baseUrl,
      checkedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      checkedBy: { title: 'oai-pmh-endpoint' },
    });
    expect(report.verdicts.map(({ scope }) => scope)).toEqual(['protocol', ...profiles.map(({ name }) => name)]);
    expect(report.passed.length + report.skipped.length).toBe(CHECK_RULES.length);
    for (const { rule, severity, scopes, title, mend, count, examples } of report.faults) {
      expect({ rule, severity, scopes, title, mend }).toEqual({
        rule: expect.stringMatching(/^[\w-]+\/[\w-]+$|^[A-Z]+-\d\d$/),
        severity: expect.stringMatching(/^(?:error|warning|hint)$/),
        scopes: [expect.any(String)],
        title: expect.any(String),
        mend: expect.any(String),
      });
      expect(count).toBeGreaterThan(0);
      expect(examples[0]).toEqual({ method: 'GET', url: expect.stringMatching(/^http/), seen: expect.any(String) });
    }
  });

  test('HTML is one page in which nothing of the endpoint is markup', async () => {
    server.spoil = async (_asked, ask) => {
      const plain = await ask();
      return {
        ...plain,
        text: plain.text.replace('<repositoryName>', '<repositoryName>&lt;script&gt;alert(1)&lt;/script&gt;'),
      };
    };
    const file = join(folder, 'report.html');
    const { output } = await run(server.baseUrl, ...quick, '--format', 'html', '--output', file);
    expect(output).toBe('');
    const { readFileSync } = await import('node:fs');
    const page = readFileSync(file, 'utf8');
    expect(page).toContain('&lt;script&gt;alert(1)');
    expect(page).not.toContain('<script');
    expect(page).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
  });

  test('a file that cannot be written is told', async () => {
    writeFileSync(join(folder, 'plain'), '');
    const { exitCode, errors } = await run(server.baseUrl, ...quick, '--output', join(folder, 'plain', 'report.txt'));
    expect({ exitCode, errors }).toEqual({
      exitCode: EXIT.failed,
      errors: expect.stringContaining('cannot be written'),
    });
  });
});

describe('what is not printed', () => {
  test('the password of an address', async () => {
    server.spoil = async (asked, ask) => {
      expect(asked.headers['authorization']).toBe(`Basic ${Buffer.from('anna:s3cret').toString('base64')}`);
      return { ...(await ask()), headers: { 'content-type': 'text/html' } };
    };
    const address = server.baseUrl.replace('http://', 'http://anna:s3cret@');
    for (const format of ['text', 'json', 'html']) {
      const { output, errors } = await run(address, ...quick, '--format', format);
      expect(output).toContain('RESP-01');
      expect(output).not.toMatch(/error IDF-02/);
      expect(output + errors).not.toMatch(/s3cret|anna/);
    }
  });

  test('what a terminal would obey', async () => {
    server.spoil = async (_asked, ask) => {
      const plain = await ask();
      const text = plain.text
        .replace('<repositoryName>', '<repositoryName>\u009b31m\u202eRed')
        .replace(/(<error[^>]*>)/, '$1\u009b2J')
        .replace('code="badVerb"', 'code="badArgument"');
      return { ...plain, text };
    };
    const { output } = await run(server.baseUrl, ...quick);
    expect(output).toContain('31m Red');
    expect(output).toContain('2J');
    expect(output).not.toMatch(/[\u0080-\u009f\u202e]/);
  });
});

describe('limits', () => {
  test('the limit of requests ends the check with what is known', async () => {
    const { exitCode, output } = await run(server.baseUrl, ...quick, '--requests', '5');
    expect(output).toContain('with 5 requests.\nNot everything was asked: the limit of 5 requests was reached.\n');
    expect(output).toContain('unknown  OAI-PMH 2.0: 0 errors');
    expect(exitCode).toBe(EXIT.failed);
  });

  test('Ctrl+C ends the check with what is known', async () => {
    const terminal = new TestTerminal();
    let requests = 0;
    server.spoil = (_asked, ask) => {
      if (++requests === 4) terminal.interrupt();
      return ask();
    };
    const exitCode = await runCommandLine(['check', server.baseUrl, ...quick], terminal);
    expect(terminal.output).toContain('Not everything was asked: it was stopped.');
    expect(exitCode).toBe(EXIT.failed);
  });

  test('a busy server is waited for as long as it asks, and not longer than is wanted', async () => {
    let busy = 1;
    server.spoil = async (_asked, ask) =>
      busy-- > 0 ? { status: 503, headers: { 'retry-after': '1' }, text: '' } : ask();
    expect((await run(server.baseUrl, ...quick)).output).toContain('passed   OAI-PMH 2.0');
    server.spoil = async () => ({ status: 503, headers: { 'retry-after': '3000' }, text: '' });
    const { exitCode, output } = await run(server.baseUrl, ...quick, '--max-wait', '60');
    expect(output).toContain('asks to come back in 3000 seconds; 60 are waited for');
    expect(exitCode).toBe(EXIT.failed);
  });

  test('who asks is said, and one thing is asked at a time', async () => {
    let atOnce = 0;
    const agents = new Set<string>();
    server.spoil = async (asked, ask) => {
      expect(++atOnce).toBe(1);
      agents.add(`${asked.headers['user-agent']} ${asked.headers['from']}`);
      const plain = await ask();
      atOnce -= 1;
      return plain;
    };
    const { output } = await run(server.baseUrl, ...quick, '--contact', 'me@example.org');
    expect(output).toContain('passed   OAI-PMH 2.0');
    expect([...agents]).toEqual([
      expect.stringMatching(/^oai-pmh-endpoint\/[\d.]+ \(check of an OAI-PMH endpoint\) me@example\.org$/),
    ]);
  });

  test('an endless answer is not read to its end', async () => {
    const endless = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/xml' });
      const more = () => {
        while (response.write('x'.repeat(65_536)));
      };
      response.on('drain', more);
      more();
    });
    const address = await listening(endless);
    const { exitCode, output, errors } = await run(address, ...quick);
    expect({ exitCode, told: output + errors }).toEqual({
      exitCode: EXIT.refusals,
      told: expect.stringContaining('sent more than 16 MiB'),
    });
    endless.closeAllConnections();
    endless.close();
  });

  test('a redirect to another host in a private network is not followed', async () => {
    const elsewhere = createServer((_request, response) => response.end('secret'));
    const target = new URL(await listening(elsewhere));
    const leading = createServer((_request, response) => {
      response.writeHead(302, { location: `http://localhost:${target.port}/` }).end();
    });
    const { errors, output } = await run(await listening(leading), ...quick);
    expect(errors + output).toContain('no redirect is followed there');
    expect(errors + output).not.toContain('secret');
    for (const each of [elsewhere, leading]) each.close();
  });
});

describe('addresses that cannot be checked', () => {
  test('a slash too many is told', async () => {
    server.spoil = async (asked, ask) =>
      asked.path === '/oai' ? ask() : { status: 404, headers: {}, text: 'Not here' };
    const { exitCode, output } = await run(`${server.baseUrl}/`, ...quick);
    expect({ exitCode, output }).toEqual({
      exitCode: EXIT.refusals,
      output: expect.stringContaining(`But ${server.baseUrl} answers: check that address.`),
    });
  });

  test.each([
    ['ftp://example.org/oai', 'begins with http'],
    ['nonsense', 'begins with http'],
    ['http://example.org/oai?verb=Identify', 'whole request'],
  ])('%s', async (address, words) => {
    const { exitCode, errors } = await run(address);
    expect({ exitCode, errors }).toEqual({ exitCode: EXIT.usage, errors: expect.stringContaining(words) });
  });

  test('nobody is there', async () => {
    const { exitCode, errors } = await run(`http://127.0.0.1:${await freePort()}/oai`, ...quick);
    expect({ exitCode, errors }).toEqual({
      exitCode: EXIT.failed,
      errors: expect.stringContaining('does not take connections'),
    });
  });

  test('something is there that does not speak HTTP', async () => {
    const mute = createTcpServer((socket) => socket.end('220 mail\r\n'));
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const { exitCode } = await run(`http://127.0.0.1:${(mute.address() as AddressInfo).port}/`, ...quick);
    expect(exitCode).toBe(EXIT.failed);
    mute.close();
  });
});

describe('repositories of several kinds without fault', () => {
  test('one that is written to meanwhile', async () => {
    const busy = await FaultyServer.start();
    const settings = { baseUrl: busy.baseUrl, pageSize: 2 };
    busy.endpoint = await startFixtureF({ settings });
    const { endpoint } = busy;
    let requests = 0;
    busy.spoil = async (_asked, ask) => {
      // New records, and changed ones, in new sets.
      const n = ++requests;
      await putAt(endpoint, '2026-03-01T10:00:00Z', itemF(`new${n}`, { sets: [`day${n}:a`] }));
      await putAt(endpoint, '2026-03-01T10:00:00Z', itemF(`r${(n % 3) + 1}`, { titles: [{ text: `Title ${n}` }] }));
      return ask();
    };
    try {
      const { output } = await run(busy.baseUrl, ...quick, '--pages', '50', '--requests', '300');
      expect(output).toContain('passed   OAI-PMH 2.0: 0 errors, 0 warnings');
      expect(output).toContain('the repository was changed while it was checked (');
    } finally {
      await busy.stop();
    }
  }, 60_000);

  test('an empty one', async () => {
    const empty = await FaultyServer.start();
    const { Endpoint } = await import('../support/endpoint.ts');
    empty.endpoint = await Endpoint.start({ settings: { baseUrl: empty.baseUrl } });
    try {
      expect((await run(empty.baseUrl, ...quick)).output).toContain(
        'passed   OAI-PMH 2.0: 0 errors, 0 warnings, 0 hints',
      );
      // One record, one page.
      await putAt(empty.endpoint, '2026-02-01T00:00:00Z', itemF('only'));
      expect((await run(empty.baseUrl, ...quick)).output).toContain(
        'passed   OAI-PMH 2.0: 0 errors, 0 warnings, 0 hints',
      );
    } finally {
      await empty.stop();
    }
  });

  test('a base URL with arguments of its own', async () => {
    const address = `${server.baseUrl}?journal=a`;
    server.spoil = async (asked, ask) => {
      const plain = await ask(asked.query.replace(/^journal=a&?/, ''));
      return {
        ...plain,
        text: plain.text
          .replace(`<baseURL>${server.baseUrl}<`, `<baseURL>${address}<`)
          .replace(/(<request[^>]*>)[^<]*/, `$1${address}`),
      };
    };
    const { output } = await run(address, ...quick);
    expect(output).toContain('passed   OAI-PMH 2.0: 0 errors, 0 warnings, 0 hints');
  });
});

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/oai`;
}
