import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../../../src/fault.ts';
import { openPostgres } from '../../../src/store/postgres/open-postgres.ts';
import { embeddedBinaries } from '../../support/postgres/binaries.ts';
import { describePostgres } from '../../support/postgres/describe-postgres.ts';
import { NOBODY, PostgresServer } from '../../support/postgres/postgres-server.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const OPENSSL = '/usr/bin/openssl';
const describeTls = existsSync(OPENSSL) ? describePostgres : describe.skip;

describeTls('PostgreSQL by TLS', () => {
  const folder = temporaryFolder();
  const [certificate, key] = [join(folder, 'server.crt'), join(folder, 'server.key')];
  let server: PostgresServer;

  beforeAll(async () => {
    const words = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
    const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    execFileSync(OPENSSL, [...words, ...name, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
    chmodSync(folder, 0o755);
    chmodSync(key, 0o600);
    if (process.getuid?.() === 0) for (const file of [certificate, key]) chownSync(file, NOBODY, NOBODY);
    server = await PostgresServer.start(embeddedBinaries(), {
      ssl: 'on',
      ssl_cert_file: certificate,
      ssl_key_file: key,
    });
  });
  afterAll(() => server.dispose());

  /** Whether the connection is encrypted. */
  async function encrypted(parameters: string, host = 'localhost'): Promise<boolean | undefined> {
    const url = `${server.url().replace('127.0.0.1', host)}?${parameters}`;
    const { connections } = await openPostgres(url, 1_700_000_000, 'make');
    try {
      const statement = { name: 'ssl', text: 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()' };
      return (await connections.read<{ ssl: boolean }>(statement))[0]?.ssl;
    } finally {
      await connections.close();
    }
  }

  test('sslmode means what it means to libpq', async () => {
    const root = `sslrootcert=${encodeURIComponent(certificate)}`;
    expect(await encrypted('')).toBe(false);
    expect(await encrypted('sslmode=disable')).toBe(false);
    expect(await encrypted('sslmode=require')).toBe(true);
    expect(await encrypted('sslmode=require&channel_binding=require')).toBe(true);
    expect(await encrypted(`sslmode=verify-full&${root}`)).toBe(true);
    expect(await encrypted(`sslmode=verify-ca&${root}`, '127.0.0.1')).toBe(true);
  });

  test.each([
    ['sslmode=verify-full', /certificate of .* cannot be verified .*sslrootcert=/],
    ['sslmode=verify-ca', /sslrootcert/],
    ['sslmode=require&sslrootcert=/nowhere/root.crt', /The file \/nowhere\/root.crt cannot be read/],
  ])('%s does not hold, and is told in a sentence', async (parameters, sentence) => {
    const opening = encrypted(parameters);
    await expect(opening).rejects.toThrow(sentence);
    await expect(opening).rejects.toThrow(Fault);
  });

  test('a certificate of another name is refused where the name counts', async () => {
    const root = `sslrootcert=${encodeURIComponent(certificate)}`;
    await expect(encrypted(`sslmode=verify-full&${root}`, '127.0.0.1')).rejects.toThrow(/cannot be verified/);
  });
});
