import { dirname, resolve } from 'node:path';
import { Cron } from 'croner';
import type { Origin, SourceDefinition } from '../ingest/source-definition.ts';

const NAME = /^[a-z][a-z0-9-]{0,62}$/;
const KEYS = [
  'files',
  'url',
  'database',
  'query',
  'mapping',
  'oai',
  'metadataPrefix',
  'set',
  'format',
  'encoding',
  'sets',
  'complete',
  'mostDeletions',
  'schedule',
  'allowPrivate',
];
const DEFAULT_MOST_DELETIONS = 0.1;

/** Reads the `sources` of a config file; paths are relative to its folder. What is wrong goes to `faults`, in words. */
export function readSources(value: unknown, configFile: string, faults: string[]): SourceDefinition[] {
  if (value === undefined || value === null) return [];
  if (!isRecord(value)) {
    faults.push('sources must be a list of "name:" with the settings of each source below it.');
    return [];
  }
  return Object.entries(value).flatMap(([name, settings]) => {
    const before = faults.length;
    const say = (text: string) => faults.push(`source ${name}: ${text}`);
    const source = readSource(name, settings, dirname(configFile), say);
    return faults.length === before && source ? [source] : [];
  });
}

function readSource(
  name: string,
  settings: unknown,
  folder: string,
  say: (text: string) => void,
): SourceDefinition | undefined {
  if (!NAME.test(name) || name === 'import')
    say('a name is made of lower-case letters, digits and hyphens, and is not "import".');
  if (!isRecord(settings)) {
    say('write its settings below its name, such as "files: pages/".');
    return undefined;
  }
  for (const key of Object.keys(settings))
    if (!KEYS.includes(key)) say(`there is no setting "${key}". There are ${KEYS.join(', ')}.`);
  const text = (key: string) => textOf(settings, key, say);
  const origin = readOrigin(settings, folder, text, say);
  const schedule = text('schedule');
  if (schedule !== undefined && !isCronPattern(schedule))
    say(`schedule "${schedule}" is no cron pattern; write one like "0 3 * * *" (every night at three, UTC).`);
  const complete = flagOf(settings, 'complete', say);
  if (complete && origin?.kind === 'oai') say('an endpoint tells its deletions itself; leave out "complete".');
  return (
    origin && {
      name,
      origin,
      format: text('format'),
      encoding: text('encoding'),
      sets: listOf(settings, 'sets', say),
      complete,
      mostDeletions: shareOf(settings['mostDeletions'], say),
      schedule,
      allowPrivate: flagOf(settings, 'allowPrivate', say),
    }
  );
}

function readOrigin(
  settings: Record<string, unknown>,
  folder: string,
  text: (key: string) => string | undefined,
  say: (text: string) => void,
): Origin | undefined {
  const files = listOf(settings, 'files', say);
  const [url, database, query, oai] = [text('url'), text('database'), text('query'), text('oai')];
  const given = [files.length > 0, url !== undefined, database !== undefined, oai !== undefined].filter(Boolean);
  if (given.length !== 1) {
    say('say where its records are with exactly one of files, url, database (with query) and oai.');
    return undefined;
  }
  for (const address of [url, oai]) {
    if (address !== undefined && !/^https?:\/\/\S+$/.test(address)) say(`"${address}" is no http(s) URL.`);
  }
  const named = text('mapping');
  const mapping = named === undefined ? undefined : resolve(folder, named);
  if (mapping !== undefined && oai !== undefined) say('a mapping is for tables; an endpoint has none.');
  if (mapping !== undefined && ![undefined, 'csv'].includes(text('format')))
    say('a mapping is for tables; leave out "format", or write csv.');
  if (url !== undefined) return { kind: 'url', url, mapping };
  if (oai !== undefined)
    return {
      kind: 'oai',
      baseUrl: oai,
      metadataPrefix: text('metadataPrefix') ?? 'oai_dc',
      set: text('set'),
      from: undefined,
    };
  if (database !== undefined) {
    if (query === undefined) say('a database needs a query whose rows are the items.');
    return {
      kind: 'sql',
      database: isUrl(database) ? database : resolve(folder, database),
      query: query ?? '',
      mapping,
    };
  }
  return { kind: 'files', files: files.map((file) => resolve(folder, file)), mapping };
}

/** A database elsewhere, such as postgres://…, and no path. */
function isUrl(database: string): boolean {
  return /^[a-z]{2,}:\/\//i.test(database);
}

function textOf(settings: Record<string, unknown>, key: string, say: (text: string) => void): string | undefined {
  const value = settings[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && value !== '') return value;
  say(`${key} must be a text.`);
  return undefined;
}

function flagOf(settings: Record<string, unknown>, key: string, say: (text: string) => void): boolean {
  const value = settings[key] ?? false;
  if (typeof value !== 'boolean') say(`${key} is either true or false.`);
  return value === true;
}

function listOf(settings: Record<string, unknown>, key: string, say: (text: string) => void): string[] {
  const value = settings[key] ?? [];
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.every((entry) => typeof entry === 'string' && entry !== '')) return list as string[];
  say(`${key} must be a text or a list of texts.`);
  return [];
}

/** `10%` or 0.1. */
function shareOf(value: unknown, say: (text: string) => void): number {
  if (value === undefined || value === null) return DEFAULT_MOST_DELETIONS;
  const [, percent] = /^(\d{1,3}(?:\.\d+)?) ?%$/.exec(String(value)) ?? [];
  const share = percent === undefined ? Number(value) : Number(percent) / 100;
  if (!(share >= 0 && share <= 1)) say(`mostDeletions "${value}" is no share; write one like 10%.`);
  return share;
}

function isCronPattern(text: string): boolean {
  try {
    new Cron(text, { paused: true }).stop();
    return true;
  } catch {
    return false;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
