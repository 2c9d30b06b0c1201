import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '../../src/config/config.ts';
import { Fault } from '../../src/fault.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();

function load(environment: Record<string, string> = {}, flags: Record<string, string> = {}, file?: string) {
  return loadConfig({ file, environment, flags });
}

function faultsOf(...sources: Parameters<typeof load>): string {
  try {
    load(...sources);
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
  throw new Error('the configuration was accepted');
}

function configFile(text: string): string {
  const path = join(folder, `config-${Math.random()}.yaml`);
  writeFileSync(path, text);
  return path;
}

describe('the configuration', () => {
  test('keeps usage beside a store that is a file, elsewhere where that is said, and not beside PostgreSQL', () => {
    const usage = (environment: Record<string, string>) => load(environment).usage;
    expect(usage({ OAI_DATABASE: '/srv/journals.sqlite' })).toBe('/srv/journals.usage.sqlite');
    expect(usage({ OAI_DATABASE: '/srv/journals.db' })).toBe('/srv/journals.db.usage.sqlite');
    expect(usage({ OAI_DATABASE: 'postgres://db/journals' })).toBeUndefined();
    expect(usage({ OAI_DATABASE: 'postgres://db/journals', OAI_USAGE: 'u.sqlite' })).toBe('u.sqlite');
    expect(usage({ OAI_DATABASE: '/srv/journals.sqlite', OAI_USAGE: 'none' })).toBeUndefined();
    expect(() => usage({ OAI_USAGE_RETENTION: '0d' })).toThrow('a number of days, such as 400d');
  });

  test('has defaults that serve the demo on loopback', () => {
    expect(load()).toEqual({
      port: 3000,
      host: '127.0.0.1',
      database: 'db/demo.sqlite',
      demo: true,
      baseUrl: 'http://localhost:3000/oai',
      repositoryName: 'Demo repository',
      adminEmails: ['admin@example.org'],
      repositoryIdentifier: 'demo.example.org',
      landingUrl: 'http://localhost:3000/items/{id}',
      schemasUrl: 'http://localhost:3000/schemas/',
      pageSize: 100,
      granularity: 'seconds',
      tokenTtl: undefined,
      logLevel: 'info',
      trustedProxies: [],
      logAddresses: 'short',
      rateLimit: 20,
      rateBurst: 200,
      clientConcurrency: 10,
      concurrency: 8,
      clientConnections: 50,
      allowList: ['loopback'],
      slowRequest: 1000,
      operatorPort: 'auto',
      operatorHost: '127.0.0.1',
      operatorToken: undefined,
      usage: 'db/demo.usage.sqlite',
      usageAddresses: 'short',
      usageRetention: 400 * 86_400,
      workers: 1,
      sources: [],
      formats: undefined,
      sets: [],
      descriptions: { friends: [], branding: undefined, eprints: undefined, metadataRights: undefined, others: [] },
    });
  });

  test('comes from file, environment and flags; the later wins', () => {
    const file = configFile(
      'port: 4001\npageSize: 50\nadminEmails: [oai@example.org, ops@example.org]\nrepositoryName: From the file',
    );
    const config = load({ PORT: '4002', OAI_PAGE_SIZE: '60' }, { pageSize: '70' }, file);
    expect(config).toMatchObject({
      port: 4002,
      pageSize: 70,
      repositoryName: 'From the file',
      adminEmails: ['oai@example.org', 'ops@example.org'],
      baseUrl: 'http://localhost:4002/oai',
    });
  });

  test('an empty variable counts as not set', () => {
    expect(load({ PORT: '', OAI_TOKEN_TTL: '' })).toMatchObject({ port: 3000, tokenTtl: undefined });
  });

  test('item pages stand beside the base URL, wherever that is', () => {
    const landing = (url: string) => load({ OAI_BASE_URL: url }).landingUrl;
    expect(landing('https://example.org/oai')).toBe('https://example.org/items/{id}');
    expect(landing('https://example.org/repo/oai/')).toBe('https://example.org/repo/items/{id}');
    expect(landing('https://example.org')).toBe('https://example.org/items/{id}');
    expect(landing('https://example.org:8443/oai/request')).toBe('https://example.org:8443/oai/items/{id}');
  });

  test('token life is at least a day', () => {
    expect(load({ OAI_TOKEN_TTL: '48h' }).tokenTtl).toBe(172_800);
    expect(load({ OAI_TOKEN_TTL: '7d' }).tokenTtl).toBe(604_800);
    expect(load({ OAI_TOKEN_TTL: '86400' }).tokenTtl).toBe(86_400);
    for (const text of ['23h', '60', '1w', 'none ', '0d'])
      expect(faultsOf({ OAI_TOKEN_TTL: text })).toMatch(/OAI_TOKEN_TTL.*24h or more/);
  });

  test('a named store is no demo store', () => {
    expect(load({ OAI_DATABASE: '/tmp/mine.sqlite' }).demo).toBe(false);
    expect(load({}, { database: 'mine.sqlite' }).demo).toBe(false);
  });

  test.each([
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['OAI_PAGE_SIZE', '0'],
    ['OAI_PAGE_SIZE', '1e2'],
    ['OAI_GRANULARITY', 'Day'],
    ['OAI_BASE_URL', 'oai.example.org/oai'],
    ['OAI_BASE_URL', 'https://example.org/oai?x=1'],
    ['OAI_BASE_URL', 'ftp://example.org/oai'],
    ['OAI_BASE_URL', 'https://user:secret@example.org/oai'],
    ['OAI_LANDING_URL', 'https://example.org/items/'],
    ['OAI_ADMIN_EMAIL', 'mailto:oai@example.org'],
    ['OAI_ADMIN_EMAIL', 'oai@example.org, Somebody'],
    ['OAI_ADMIN_EMAIL', 'me@localhost'],
    ['OAI_ADMIN_EMAIL', 'me+oai@example.org'],
    ['OAI_REPOSITORY_IDENTIFIER', 'localhost'],
    ['OAI_REPOSITORY_IDENTIFIER', '10.0.0.1'],
    ['OAI_REPOSITORY_IDENTIFIER', '4ever.org'],
    ['OAI_REPOSITORY_IDENTIFIER', 'example.org:8080'],
    ['OAI_REPOSITORY_NAME', 'two\nlines'],
    ['OAI_DATABASE', 'mysql://example.org/x'],
    ['LOG_LEVEL', 'loud'],
  ])('ID-07 IDF-04 refuses %s=%s and says what to write', (name, value) => {
    expect(faultsOf({ [name]: value })).toMatch(new RegExp(`${name}: .*will not do; write .+`, 's'));
  });

  test('a URL of a database with a password is read, and the password of one that will not do is told to nobody', () => {
    const url = 'postgres://me:geheim@h1,h2/oai';
    expect(load({ OAI_DATABASE: url }).database).toBe(url);
    expect(faultsOf({ OAI_DATABASE: 'postgress://me:geheim@h/oai' })).not.toContain('geheim');
  });

  test('all faults are told at once', () => {
    const text = faultsOf({ PORT: 'x', OAI_GRANULARITY: 'y' }, {}, configFile('colour: red\nlogLevel: loud'));
    expect(text).toMatch(/has 4 faults/);
    for (const name of ['PORT', 'OAI_GRANULARITY', 'colour', 'logLevel']) expect(text).toContain(name);
  });

  test('a file that is missing or no settings list is named', () => {
    expect(faultsOf({}, {}, join(folder, 'nowhere.yaml'))).toMatch(/nowhere\.yaml does not exist/);
    expect(faultsOf({}, {}, configFile('- a\n- b'))).toMatch(/setting: value/);
    expect(faultsOf({}, {}, configFile('port: [1'))).toMatch(/cannot be read/);
  });

  test('others may not reach a server with the demo identity', () => {
    const text = faultsOf({ HOST: '0.0.0.0' });
    for (const name of ['OAI_REPOSITORY_IDENTIFIER', 'OAI_ADMIN_EMAIL', 'OAI_BASE_URL']) expect(text).toContain(name);
    const own = {
      HOST: '0.0.0.0',
      OAI_REPOSITORY_IDENTIFIER: 'oai.example.org',
      OAI_ADMIN_EMAIL: 'oai@example.org',
      OAI_BASE_URL: 'https://oai.example.org/oai',
    };
    expect(load(own).host).toBe('0.0.0.0');
    for (const host of ['localhost', '::1', '127.0.0.9']) expect(load({ HOST: host }).host).toBe(host);
  });
});

describe("the operator's server", () => {
  const PUBLIC = {
    HOST: '0.0.0.0',
    OAI_BASE_URL: 'https://oai.example.org/oai',
    OAI_REPOSITORY_IDENTIFIER: 'oai.example.org',
    OAI_ADMIN_EMAIL: 'oai@example.org',
  };
  const TOKEN = 'sixteen-letters!';

  test.each<[Record<string, string>, unknown]>([
    [{}, 'auto'],
    [{ OAI_BASE_URL: 'https://oai.example.org/oai' }, 'none'],
    [PUBLIC, 'none'],
    [{ ...PUBLIC, OAI_OPERATOR_TOKEN: TOKEN }, 'auto'],
    [{ ...PUBLIC, OAI_OPERATOR_PORT: '9000' }, 9000],
    [{ OAI_OPERATOR_PORT: 'none' }, 'none'],
  ])('is there by itself only where others cannot come near it: %j', (environment, operatorPort) => {
    expect(load(environment)).toMatchObject({ operatorPort });
  });

  test('wants a token where others reach it, and shows none in a complaint', () => {
    const exposed = { OAI_OPERATOR_PORT: '9000', OAI_OPERATOR_HOST: '0.0.0.0' };
    expect(faultsOf(exposed)).toContain('OAI_OPERATOR_TOKEN is needed');
    expect(load({ ...exposed, OAI_OPERATOR_TOKEN: TOKEN })).toMatchObject({ operatorToken: TOKEN });
    const fault = faultsOf({ ...exposed, OAI_OPERATOR_TOKEN: 'tooshort' });
    expect(fault).toContain('OAI_OPERATOR_TOKEN');
    expect(fault).not.toContain('tooshort');
  });
});

test('lists of addresses are taken or complained of whole', () => {
  expect(load({ OAI_TRUSTED_PROXIES: 'loopback, 10.0.0.0/8,2001:db8::1' })).toMatchObject({
    trustedProxies: ['loopback', '10.0.0.0/8', '2001:db8::1'],
  });
  for (const bad of ['10.0.0.0/99', 'proxy.example.org', 'loopback,', '*'])
    expect(faultsOf({ OAI_TRUSTED_PROXIES: bad })).toContain('OAI_TRUSTED_PROXIES');
});
