import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const SRC = fileURLToPath(new URL('../src/', import.meta.url));

/** Who may import whom: docs/architecture.md. `fault.ts`, `clock.ts` and node: modules are open to all but oai. */
const RULES: Readonly<Record<string, { project: string[]; npm: string[] }>> = {
  oai: { project: [], npm: [] },
  xml: { project: ['oai'], npm: ['saxes'] },
  sets: { project: ['oai', 'items'], npm: ['any-ascii'] },
  items: { project: ['oai'], npm: ['ajv', 'ajv-formats', 'entities', 'iso-639-3', 'typebox'] },
  formats: { project: ['oai', 'xml', 'items'], npm: ['libxml2-wasm'] },
  store: { project: ['oai'], npm: ['better-sqlite3', 'pg', 'pg-protocol'] },
  ingest: {
    project: ['oai', 'xml', 'items', 'sets', 'formats', 'store', 'harvest'],
    npm: [
      'fast-xml-parser',
      'saxes',
      'franc',
      'entities',
      'csv-parse',
      'yaml',
      'tinyglobby',
      'pg',
      'pg-cursor',
      'better-sqlite3',
    ],
  },
  harvest: { project: ['oai', 'xml'], npm: ['saxes'] },
  // It judges the program, too, and so must learn nothing from it.
  judge: { project: [], npm: ['libxml2-wasm', 'saxes'] },
  check: { project: ['oai', 'items', 'judge', 'harvest', 'profiles'], npm: ['hono'] },
  verbs: { project: ['oai', 'xml', 'store'], npm: [] },
  profiles: { project: ['oai', 'items', 'store'], npm: ['saxes'] },
  pages: { project: ['oai', 'items', 'xml', 'store'], npm: ['hono'] },
  http: {
    project: ['oai', 'xml', 'verbs', 'pages', 'store', 'items'],
    npm: ['express', 'negotiator', 'pino', 'limiter', 'lru-cache'],
  },
  operator: {
    project: ['oai', 'store', 'http', 'pages'],
    npm: ['express', 'pino', 'prom-client', 'basic-auth', 'limiter', 'lru-cache'],
  },
  dashboard: { project: ['oai', 'store', 'pages', 'usage'], npm: ['express', 'd3-scale', 'd3-shape'] },
  usage: { project: ['oai', 'http'], npm: ['better-sqlite3', 'pino'] },
  config: { project: ['oai', 'xml', 'formats', 'sets', 'ingest'], npm: ['yaml', 'croner'] },
};

/** Of these layers only the contract may be imported by layers that must not know what fulfils it. */
const CONTRACTS: Readonly<Record<string, string[]>> = {
  store: [
    'store/store.ts',
    'store/act-log.ts',
    'store/packed.ts',
    'store/quarantine.ts',
    'store/set-ledger.ts',
    'store/source-ledger.ts',
  ],
  formats: ['formats/format.ts', 'formats/format-definition.ts'],
  // The configuration knows what a source is, not how it is read; so must nobody else below the commands.
  ingest: ['ingest/source-definition.ts'],
};
const FREE = ['address-list.ts', 'plain-address.ts', 'fault.ts', 'clock.ts', 'version.ts', 'steady-clock.ts'];

interface Import {
  file: string;
  layer: string;
  target: string;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(SRC, file), 'utf8');
  return [...text.matchAll(/^(?:import|export)\b[^;]*?\bfrom '([^']+)'|^import '([^']+)'/gms)].map((match) => {
    const specifier = match[1] ?? match[2] ?? '';
    const target = specifier.startsWith('.') ? relative(SRC, join(SRC, dirname(file), specifier)) : specifier;
    return { file, layer: file.split('/')[0] ?? '', target };
  });
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'));
const imports = files.flatMap(importsOf);

describe('the layers of src', () => {
  test('every folder has a rule, and the parser sees imports at all', () => {
    const folders = new Set(files.filter((file) => file.includes('/')).map((file) => file.split('/')[0] ?? ''));
    expect([...folders].filter((folder) => folder !== 'cli' && !(folder in RULES))).toEqual([]);
    expect(imports.length).toBeGreaterThan(files.length);
  });

  test('import only what their rule allows', () => {
    const broken = imports.filter(({ layer, target }) => {
      const rule = RULES[layer];
      if (!rule || target.startsWith('node:') || FREE.includes(target)) return layer === 'oai' && FREE.includes(target);
      if (!target.endsWith('.ts')) {
        const parts = target.split('/');
        return !rule.npm.includes(target.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? ''));
      }
      const to = target.split('/')[0] ?? '';
      if (to === layer) return false;
      const contract = CONTRACTS[to];
      return !rule.project.includes(to) || (contract !== undefined && !contract.includes(target));
    });
    expect(broken.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
  });

  test('know a database only in its own folder', () => {
    const outside = (database: RegExp, folder: string) => {
      const users = imports.filter(({ target }) => database.test(target)).map(({ file }) => file);
      expect(users.filter((file) => file.startsWith(folder))).not.toEqual([]);
      // Somebody else's database can be a source, and what watches has a file of its own.
      return users.filter((file) => ![folder, 'ingest/sql/', 'usage/'].some((own) => file.startsWith(own)));
    };
    expect(outside(/^better-sqlite3$/, 'store/sqlite/')).toEqual([]);
    expect(outside(/^pg(-|$)/, 'store/postgres/')).toEqual([]);
  });

  test('have no cycle', () => {
    const graph = new Map<string, string[]>();
    for (const { file, target } of imports) graph.set(file, [...(graph.get(file) ?? []), target]);
    const done = new Set<string>();
    const walk = (file: string, path: string[]): string[] | undefined => {
      if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
      if (done.has(file)) return undefined;
      for (const target of graph.get(file) ?? []) {
        const cycle = walk(target, [...path, file]);
        if (cycle) return cycle;
      }
      done.add(file);
      return undefined;
    };
    for (const file of files) expect(walk(file, [])).toBeUndefined();
  });

  test('are made of small files', () => {
    const long = files.filter((file) => readFileSync(join(SRC, file), 'utf8').split('\n').length > 300);
    expect(long).toEqual([]);
  });
});

describe('the benchmark', () => {
  const folder = fileURLToPath(new URL('../bench/', import.meta.url));
  const uses = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) =>
      [...readFileSync(join(folder, file), 'utf8').matchAll(/from '(?:\.\.\/)+(src\/[^']+)'/g)].map(
        ([, target]) => `${file} imports ${target}`,
      ),
    );

  test('measures the program from outside: it imports what fills a store, and what a control shares', () => {
    const allowed =
      /^(make-corpus\.ts imports src\/(oai|store|xml)|control-server\.ts imports src\/(http|verbs)|cases\/transfer\.ts imports src\/(http|store\/postgres))\//;
    expect(uses.filter((use) => !allowed.test(use))).toEqual([]);
    expect(uses).toContain('control-server.ts imports src/http/oai-router.ts');
  });
});
