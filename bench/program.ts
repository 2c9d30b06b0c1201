import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { REPOSITORY_IDENTIFIER } from './article.ts';
import { costOf, type ProcessCost } from './process-cost.ts';
import { type ServerProcess, startServer } from './server-process.ts';

const BIN = fileURLToPath(new URL('../bin/oai-pmh.cjs', import.meta.url));

export interface ImportRun extends ProcessCost {
  seconds: number;
  /** Processor time of the database server; undefined where there is none or it cannot be watched. */
  databaseSeconds: number | undefined;
}

/** The built program, with a configuration of the benchmark's own. */
export class Program {
  readonly #config: string;
  readonly #databaseServer: number | undefined;

  /**
   * It offers these formats, or all that it has. The config file goes into the folder. `databaseServer`: the process of
   * that which holds its stores, unless they are files.
   */
  constructor(folder: string, formats?: readonly string[], databaseServer?: number) {
    this.#databaseServer = databaseServer;
    this.#config = join(folder, `${formats?.join('-') ?? 'all'}.yaml`);
    writeFileSync(this.#config, formats ? `formats: [${formats.join(', ')}]\n` : '{}\n');
  }

  /** `serve` on a store. */
  async serve(
    database: string,
    { words = [], environment = {} }: { words?: string[]; environment?: Record<string, string> } = {},
  ): Promise<ServerProcess> {
    const line = [BIN, 'serve', '--config', this.#config, ...words];
    const server = await startServer(line, { ...programEnvironment(database), ...environment });
    return { ...server, database: this.#serverOf(database) };
  }

  /** `import` of a file into a store. Its cost is what it was when last looked at, a moment before the end. */
  async import(database: string, file: string): Promise<ImportRun> {
    const server = this.#serverOf(database);
    const databaseSeconds = () => (server === undefined ? undefined : costOf(server).cpuSeconds);
    const before = databaseSeconds();
    const began = performance.now();
    const child = spawn(process.execPath, ['--no-warnings', BIN, 'import', '--config', this.#config, file], {
      env: programEnvironment(database),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let complaints = '';
    child.stderr.on('data', (chunk: Buffer) => {
      complaints += chunk.toString();
    });
    let cost: ProcessCost = { cpuSeconds: Number.NaN, peakMemory: Number.NaN };
    const timer = setInterval(() => {
      try {
        const { cpuSeconds, peakMemory } = costOf(child.pid);
        if (peakMemory > 0) cost = { cpuSeconds, peakMemory };
      } catch {
        // It has just ended.
      }
    }, 100);
    const [exitCode] = await once(child, 'exit');
    clearInterval(timer);
    if (exitCode !== 0) throw new Error(`the import of ${file} ended with exit code ${exitCode}:\n${complaints}`);
    const seconds = (performance.now() - began) / 1000;
    return { ...cost, seconds, databaseSeconds: before && (databaseSeconds() ?? Number.NaN) - before };
  }

  #serverOf(database: string): number | undefined {
    return database.startsWith('postgres:') ? this.#databaseServer : undefined;
  }

  /** Whether `serve` has an option. */
  static serveKnows(option: string): boolean {
    return execFileSync(process.execPath, ['--no-warnings', BIN, 'serve', '--help']).toString().includes(option);
  }
}

/** The environment, with nothing of the settings of whoever runs the benchmark. */
export function programEnvironment(database: string): Record<string, string> {
  const own = /^(OAI_.*|PORT|HOST|LOG_LEVEL|NODE_OPTIONS)$/;
  const kept = Object.entries(process.env).filter(([name]) => !own.test(name));
  return {
    ...(Object.fromEntries(kept) as Record<string, string>),
    OAI_DATABASE: database,
    OAI_REPOSITORY_IDENTIFIER: REPOSITORY_IDENTIFIER,
    OAI_BASE_URL: 'http://localhost:3000/oai',
    PORT: '0',
    LOG_LEVEL: 'error',
  };
}
