import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openStore } from '../../src/store/index.ts';
import { RECORD_LAYOUT } from '../../src/xml/record-layout.ts';
import type { Design } from '../simulation/world.ts';
import { backDoor } from '../support/back-door.ts';
import { freePort } from '../support/free-port.ts';
import { postgresGround, sqliteGround } from './soak-ground.ts';
import { openSoakStore, REPOSITORY_IDENTIFIER, type SoakSettings } from './soak-settings.ts';

export interface SoakReport {
  kills: number;
  /** Kills that hit a writer inside of a transaction. */
  killsInTransaction: number;
  batches: number;
  pages: number;
  lists: number;
  /** Records that some mirror has wrong or lacks, of how many. */
  lost: number;
  compared: number;
  examples: string[];
  integrity: string;
}

const HARVESTERS = [
  { granularity: 'seconds', set: undefined },
  { granularity: 'seconds', set: 'x' },
  { granularity: 'day', set: undefined },
] as const;

/**
 * Writers, endpoints and harvesters as processes of their own on one store, killed with SIGKILL at random moments for
 * `seconds`; at the end every mirror is compared with the store. With OAI_TEST_STORE=postgres the database is harmed too.
 */
export async function soak(design: Design, seconds: number): Promise<SoakReport> {
  const folder = mkdtempSync(join(tmpdir(), 'oai-pmh-soak-'));
  const ground = process.env['OAI_TEST_STORE'] === 'postgres' ? await postgresGround() : sqliteGround();
  const { database } = ground;
  const store = await openSoakStore(database);
  await store.claimIdentifier(REPOSITORY_IDENTIFIER);
  await store.close();
  const ports = await Promise.all([freePort(), freePort(), freePort()]);
  const shared = { database, design, granularity: 'seconds' as const };
  const servers = ports.map((port, index) =>
    start('server', { ...shared, port, granularity: index === 2 ? 'day' : 'seconds' }),
  );
  const writers = [start('writer', shared), start('writer', shared)];
  const harvesters = HARVESTERS.map(({ granularity, set }, index) => {
    const usable = granularity === 'day' ? ports.slice(2) : ports.slice(0, 2);
    const baseUrls = usable.map((port) => `http://127.0.0.1:${port}/oai`);
    return start('harvester', {
      ...shared,
      granularity,
      set,
      baseUrls,
      mirrorPath: join(folder, `mirror-${index}.json`),
    });
  });
  let kills = 0;
  let killsInTransaction = 0;
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline) {
    await sleep(100 + Math.random() * 300);
    if (Math.random() < 0.2) await ground.disturb();
    const group = Math.random() < 0.75 ? writers : servers;
    const index = Math.floor(Math.random() * group.length);
    const victim = group[index];
    // Where starting takes long, most would die of it.
    if (!victim || (victim.kind === 'writer' && victim.lastWord === '' && Math.random() < 0.8)) continue;
    await kill(victim);
    kills += 1;
    if (group === writers && victim.lastWord === 'open') killsInTransaction += 1;
    group[index] = start(victim.kind, victim.settings, victim.batches);
  }
  for (const writer of writers) await kill(writer);
  const done = harvesters.map(({ child }) => once(child, 'exit'));
  for (const { child } of harvesters) child.kill('SIGTERM');
  // A server that does not come back would leave them asking for ever.
  const patience = setTimeout(() => harvesters.map(({ child }) => child.kill('SIGKILL')), 60_000);
  await Promise.all(done);
  clearTimeout(patience);
  for (const server of servers) await kill(server);
  const report = await compare(folder, database, harvesters.length);
  await ground.dispose();
  rmSync(folder, { recursive: true, force: true });
  return { kills, killsInTransaction, batches: writers.reduce((sum, { batches }) => sum + batches, 0), ...report };
}

interface Running {
  kind: string;
  settings: Partial<SoakSettings>;
  child: ChildProcess;
  lastWord: string;
  batches: number;
}

function start(kind: string, settings: Partial<SoakSettings>, batches = 0): Running {
  const script = fileURLToPath(new URL(`${kind}-process.ts`, import.meta.url));
  const child = spawn(process.execPath, ['--no-warnings', script], {
    env: { ...process.env, NODE_OPTIONS: '', SOAK: JSON.stringify(settings) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const running = { kind, settings, child, lastWord: '', batches };
  child.stdout?.on('data', (chunk: Buffer) => {
    for (const word of chunk.toString().trim().split('\n')) {
      running.lastWord = word;
      if (word === 'done') running.batches += 1;
    }
  });
  return running;
}

/** As a power cut would end it. What it had said until then is read before the answer comes. */
async function kill({ child }: Running): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
}

async function compare(folder: string, database: string, mirrors: number) {
  const integrity = await integrityOf(database);
  const records = await backDoor.rows<{ identifier: string; deleted: number; set_specs: string }>(
    database,
    'SELECT identifier, deleted, set_specs FROM record',
  );
  const store = await openStore(database, RECORD_LAYOUT, 0, 'read');
  const titles = new Map<string, string>();
  for (const { identifier } of records) {
    const reading = await store.readRecord(identifier, 'oai_dc', 'seconds');
    const body = reading.found === 'record' ? reading.bytes.toString() : '';
    titles.set(identifier, /<dc:title>(.*?)</.exec(body)?.[1] ?? '');
  }
  await store.close();
  const examples: string[] = [];
  let compared = 0;
  let pages = 0;
  let lists = 0;
  for (let index = 0; index < mirrors; index += 1) {
    const saved = JSON.parse(readFileSync(join(folder, `mirror-${index}.json`), 'utf8')) as {
      mirror: [string, string][];
      pages: number;
      lists: number;
    };
    pages += saved.pages;
    lists += saved.lists;
    const mirror = new Map(saved.mirror);
    for (const { identifier, deleted, set_specs } of records) {
      if (HARVESTERS[index]?.set === 'x' && !/(^| )x(:| |$)/.test(set_specs)) continue;
      compared += 1;
      const wanted = deleted ? 'deleted' : titles.get(identifier);
      const held = mirror.get(identifier) ?? 'unknown';
      if (held !== wanted) examples.push(`mirror ${index} holds ${identifier} as ${held}, the store as ${wanted}`);
    }
  }
  return { integrity, compared, pages, lists, lost: examples.length, examples: examples.slice(0, 5) };
}

/** `ok`, or what the database finds broken, or what does not fit together. */
async function integrityOf(database: string): Promise<string> {
  if (process.env['OAI_TEST_STORE'] !== 'postgres') {
    const [found] = await backDoor.rows<{ integrity_check: string }>(database, 'PRAGMA integrity_check');
    if (found?.integrity_check !== 'ok') return found?.integrity_check ?? 'no answer';
  }
  const wrong = await backDoor.rows(
    database,
    `SELECT t.format_id, t.set_id FROM tally t WHERE (t.records, t.deleted) <> (
       SELECT count(*), coalesce(sum(r.deleted), 0) FROM record r WHERE r.format_id = t.format_id
         AND (t.set_id = 0 OR EXISTS (SELECT 1 FROM member m WHERE m.set_id = t.set_id AND m.place = r.place)))`,
  );
  return wrong.length === 0 ? 'ok' : `tallies are wrong: ${JSON.stringify(wrong)}`;
}
