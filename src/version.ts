import { readFileSync } from 'node:fs';

/** Name and version of this software, from package.json. */
export const SOFTWARE: { readonly title: string; readonly version: string } = (() => {
  const { name, version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    name: string;
    version: string;
  };
  return { title: name, version };
})();
