import type { Change } from '../../src/store/store.ts';

const NAMESPACES = [
  'xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"',
  'xmlns:dc="http://purl.org/dc/elements/1.1/"',
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
  'xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd"',
].join(' ');

/** A change that writes an item whose oai_dc has this title and nothing else. */
export function titleChange(identifier: string, title: string): Change {
  const payload = `<oai_dc:dc ${NAMESPACES}><dc:title>${title}</dc:title></oai_dc:dc>`;
  return {
    kind: 'put',
    identifier,
    content: JSON.stringify({ title }),
    sets: [],
    bodies: new Map([['oai_dc', `<metadata>${payload}</metadata>`]]),
  };
}

/** Identifiers and titles of the records on a page. */
export function titlesOf(page: string): [identifier: string, title: string][] {
  return [...page.matchAll(/<record>.*?<identifier>(.*?)<.*?<dc:title>(.*?)</gs)].map(([, id = '', title = '']) => [
    id,
    title,
  ]);
}
