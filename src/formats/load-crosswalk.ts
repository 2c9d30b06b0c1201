import { pathToFileURL } from 'node:url';
import { EXIT, Fault } from '../fault.ts';
import type { Item } from '../items/item.ts';
import { checkPayload } from '../xml/check-payload.ts';
import type { Crosswalk } from './format.ts';

/** Items that a crosswalk has to cope with: one that says nothing but a title, and one that says much. */
const SAMPLES: readonly Item[] = [
  { identifier: 'oai:example.org:sample/1', titles: [{ text: 'A title' }] },
  {
    identifier: 'oai:example.org:sample/2',
    titles: [
      { text: 'A & B <i>', lang: 'en' },
      { text: 'A ve B', lang: 'tr', kind: 'translated' },
    ],
    agents: [{ family: 'Đorđević', given: 'Milica', orcid: '0000-0002-1825-0097' }, { literal: 'A society' }],
    abstracts: [{ text: 'Two lines.\nThe second.', lang: 'en' }],
    keywords: [{ text: 'sea', lang: 'en' }],
    languages: ['eng'],
    dates: [{ date: '2021-03', kind: 'issued' }],
    publishers: [{ name: 'Quay Press' }],
    host: { titles: [{ text: 'Annals' }], issns: ['1234-5679'], volume: '1', issue: '2', firstPage: '3' },
    type: 'article',
    identifiers: [{ scheme: 'doi', value: '10.5555/sample' }],
    access: { status: 'open' },
    licence: { uri: 'https://creativecommons.org/licenses/by/4.0/' },
  },
];
const CONTEXT = { landingPage: 'https://example.org/items/sample', repositoryIdentifier: 'example.org' };

/** Loads a site's own crosswalk, the default export of a module, and tries it. Fault: it keeps not the contract. */
export async function loadCrosswalk(path: string): Promise<Crosswalk> {
  const { default: given } = await imported(path);
  const fail = (what: string): never => {
    throw new Fault(`The metadata format in ${path} cannot be used: ${what}.`, EXIT.usage);
  };
  if (!isCrosswalk(given)) {
    return fail(
      'its default export must be an object with metadataPrefix, schema and metadataNamespace (texts), version (a whole number) and the function render',
    );
  }
  for (const item of SAMPLES) {
    try {
      const payload = given.render(structuredClone(item), CONTEXT);
      if (payload === undefined) continue;
      if (typeof payload !== 'string') fail('render must return a text, or undefined');
      const { namespace, schemaLocation } = checkPayload(payload);
      if (namespace !== given.metadataNamespace) fail(`it renders a root in the namespace "${namespace}"`);
      if (!schemaLocation.split(/\s+/).includes(given.schema))
        fail('its root has no xsi:schemaLocation with its schema');
      if (given.render(structuredClone(item), CONTEXT) !== payload)
        fail('the same item gives other bytes the second time, so records would change every time');
    } catch (error) {
      if (error instanceof Fault) throw error;
      fail(`a sample item cannot be rendered: ${reasonOf(error)}`);
    }
  }
  return given;
}

async function imported(path: string): Promise<{ default?: unknown }> {
  try {
    return (await import(pathToFileURL(path).href)) as { default?: unknown };
  } catch (error) {
    throw new Fault(`The metadata format ${path} cannot be loaded: ${reasonOf(error)}.`, EXIT.usage);
  }
}

/** What was thrown, which need not be an Error in a module of somebody else's, on one line and without its full stop. */
function reasonOf(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return (text.split('\n')[0] ?? '').replace(/\.$/, '');
}

function isCrosswalk(value: unknown): value is Crosswalk {
  if (typeof value !== 'object' || value === null) return false;
  const { metadataPrefix, schema, metadataNamespace, version, render } = value as Record<string, unknown>;
  return (
    [metadataPrefix, schema, metadataNamespace].every((text) => typeof text === 'string') &&
    Number.isInteger(version) &&
    typeof render === 'function'
  );
}
