import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { loadConfig } from '../../src/config/config.ts';
import { SETTINGS } from '../../src/config/settings.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (name: string) => readFileSync(join(ROOT, name), 'utf8');

describe('deploy/Dockerfile', () => {
  test('has all that the package has, but for what people read', () => {
    const { files } = JSON.parse(read('package.json')) as { files: string[] };
    const wanted = files.filter((name) => !/^!?docs\b/.test(name) && !name.endsWith('.md'));
    const copied = [...read('deploy/Dockerfile').matchAll(/^COPY --from=build (.*) \S+$/gm)].flatMap(([, names = '']) =>
      names.split(' ').map((name) => name.replace('/build/', '')),
    );
    expect(copied.sort()).toEqual([...wanted, 'LICENSE', 'node_modules', 'package.json'].sort());
  });
});

describe('deploy/compose.sqlite.yaml', () => {
  const { services } = parse(read('deploy/compose.sqlite.yaml')) as {
    services: Record<string, { environment: Record<string, string> }>;
  };

  test('sets the endpoint up with what .env names', () => {
    const given: Record<string, string> = {
      OAI_SITE: 'oai.example.org',
      OAI_REPOSITORY_NAME: 'Example',
      OAI_ADMIN_EMAIL: 'oai@example.org',
      OAI_REPOSITORY_IDENTIFIER: 'example.org',
    };
    const environment = Object.fromEntries(
      Object.entries(services['endpoint']?.environment ?? {}).map(([name, value]) => [
        name,
        value.replaceAll(/\$\{(\w+):\?[^}]+\}/g, (_all, asked: string) => given[asked] ?? `${asked}?`),
      ]),
    );
    const known = SETTINGS.map((setting) => setting.environment as string);
    expect(Object.keys(environment).filter((name) => !known.includes(name))).toEqual([]);
    expect(loadConfig({ environment, flags: {} })).toMatchObject({
      baseUrl: 'https://oai.example.org/oai',
      repositoryIdentifier: 'example.org',
      database: '/store/store.sqlite',
      host: '0.0.0.0',
    });
  });

  test('tells Caddy what its file asks for', () => {
    const asked = [...read('deploy/Caddyfile').matchAll(/\{\$(\w+):/g)].map(([, name]) => name);
    expect(Object.keys(services['proxy']?.environment ?? {}).sort()).toEqual(asked.sort());
  });
});
