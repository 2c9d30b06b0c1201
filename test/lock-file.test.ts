import { readFileSync } from 'node:fs';

interface Entry {
  gypfile?: boolean;
  optionalDependencies?: Record<string, string>;
}

const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as {
  packages: Record<string, Entry>;
};

/** A fresh clone installs by `npm ci`, on every platform and without a compiler. */
describe('package-lock.json', () => {
  test('says that better-sqlite3 is not to be compiled (npm run mend-lock)', () => {
    expect(packages['node_modules/better-sqlite3']?.gypfile).toBe(false);
  });

  test('holds the binaries of all platforms: a release that is not complete in the registry breaks npm ci', () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages))
        .map((name) => `${path} lacks ${name}`),
    );
    expect(missing).toEqual([]);
  });
});
