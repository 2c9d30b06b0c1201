import type { Entry } from './parse-entry.ts';

/** What a part has of its own, or not at all: nothing that names the whole or describes it. */
const OWN = new Set(
  (
    'abstract annotation annote crossref doi entryset eprint eprinttype archiveprefix file ids keywords label note ' +
    'options pages pagetotal related shorthand sortkey url urldate xref shorttitle titleaddon'
  ).split(' '),
);
const BOOKS = new Set(['book', 'mvbook', 'collection', 'mvcollection', 'proceedings', 'mvproceedings', 'reference']);

/** The fields of an entry with those that it takes over from the one that it refers to, whose title is its host's. */
export function inherit(child: Entry, parent: Entry): Entry {
  const fields = new Map(child.fields);
  const host = parent.type === 'periodical' ? 'journal' : 'book';
  for (const [name, value] of parent.fields) {
    if (OWN.has(name) || (name === 'author' && BOOKS.has(parent.type))) continue;
    const own = name === 'title' ? `${host}title` : name === 'subtitle' ? `${host}subtitle` : name;
    if (!fields.has(own) && !(own === 'journaltitle' && fields.has('journal'))) fields.set(own, value);
  }
  return { ...child, fields };
}
