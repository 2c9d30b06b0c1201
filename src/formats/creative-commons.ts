/** A licence of Creative Commons in the words of the SPDX list. */
export interface CreativeCommons {
  /** Identifier in the SPDX list, such as `CC-BY-4.0`. */
  spdx: string;
  name: string;
}

const ADDRESS =
  /^https?:\/\/(?:www\.)?creativecommons\.org\/(licenses|publicdomain)\/([a-z-]+)\/([0-9]\.[0-9])\/?(?:(?:legalcode|deed)(?:\.[a-zA-Z_-]+)?)?$/;

const TERMS: Readonly<Record<string, string>> = {
  by: 'Attribution',
  'by-sa': 'Attribution Share Alike',
  'by-nd': 'Attribution No Derivatives',
  'by-nc': 'Attribution Non Commercial',
  'by-nc-sa': 'Attribution Non Commercial Share Alike',
  'by-nc-nd': 'Attribution Non Commercial No Derivatives',
};

const VERSIONS: Readonly<Record<string, string>> = {
  '1.0': 'Generic',
  '2.0': 'Generic',
  '2.5': 'Generic',
  '3.0': 'Unported',
  '4.0': 'International',
};

/** The licence behind a URL of Creative Commons; undefined for other URLs and for versions ported to a country. */
export function creativeCommons(uri: string): CreativeCommons | undefined {
  const [, kind, code = '', version = ''] = ADDRESS.exec(uri) ?? [];
  if (kind === 'publicdomain') {
    if (version !== '1.0') return undefined;
    if (code === 'zero') return { spdx: 'CC0-1.0', name: 'Creative Commons Zero v1.0 Universal' };
    if (code === 'mark') return { spdx: 'CC-PDM-1.0', name: 'Creative Commons Public Domain Mark 1.0 Universal' };
    return undefined;
  }
  // Version 1.0 has its letters in another order.
  const letters = code === 'by-nd-nc' ? 'by-nc-nd' : code;
  if (!Object.hasOwn(TERMS, letters) || !Object.hasOwn(VERSIONS, version)) return undefined;
  return {
    spdx: `CC-${letters.toUpperCase()}-${version}`,
    name: `Creative Commons ${TERMS[letters]} ${version} ${VERSIONS[version]}`,
  };
}
