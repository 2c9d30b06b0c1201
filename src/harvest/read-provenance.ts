import { SaxesParser, type SaxesTagNS } from 'saxes';
import { readLooseDate } from './loose-date.ts';
import type { Origin } from './origin.ts';

const NAMESPACE = 'http://www.openarchives.org/OAI/2.0/provenance';
/** Longer chains are cut off at their old end. */
const LONGEST_CHAIN = 20;
const FIELDS: ReadonlySet<string> = new Set(['baseURL', 'identifier', 'datestamp', 'metadataNamespace']);

/** One originDescription while it is read. */
interface Draft {
  harvestDate: string;
  altered: string;
  fields: Map<string, string>;
}

/**
 * The origin that a harvested record's own abouts tell of: what provenanceAbout nests. Elements that the schema does
 * not know, such as those which some aggregators add (CONFORMANCE AGG-05), are left out; the chain ends before a
 * description that is incomplete. Undefined where there is none, or none that can be read.
 */
export function readProvenance(abouts: readonly string[]): Origin | undefined {
  for (const about of abouts) {
    const [outermost, ...older] = about.includes(NAMESPACE) ? readDescriptions(about) : [];
    if (outermost !== undefined) return chain(outermost, older);
  }
  return undefined;
}

/** The descriptions of a provenance container, outermost first. */
function readDescriptions(xml: string): Draft[] {
  const parser = new SaxesParser({ xmlns: true });
  const drafts: Draft[] = [];
  const path: string[] = [];
  let text: string | undefined;
  // Only nesting that the schema has counts: provenance, originDescription, originDescription …, field.
  const inDescription = () => path.length > 1 && path.slice(1).every((name) => name === 'originDescription');
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    const name = tag.uri === NAMESPACE ? tag.local : '';
    if (name === 'originDescription' && path[0] === 'provenance' && (path.length === 1 || inDescription())) {
      if (drafts.length === path.length - 1) drafts.push(draft(tag));
    }
    text = FIELDS.has(name) && inDescription() ? '' : text;
    path.push(name);
  });
  const addText = (more: string) => {
    if (text !== undefined) text += more;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const name = path.pop() ?? '';
    if (text === undefined || !inDescription() || !FIELDS.has(name)) return;
    const fields = drafts[path.length - 2]?.fields;
    if (fields?.has(name) === false) fields.set(name, text.trim());
    text = undefined;
  });
  try {
    parser.write(xml).close();
    return drafts;
  } catch {
    return [];
  }
}

function draft(tag: SaxesTagNS): Draft {
  const said = (name: string) => tag.attributes[name]?.value.trim() ?? '';
  return { harvestDate: said('harvestDate'), altered: said('altered'), fields: new Map() };
}

function chain(outermost: Draft, older: readonly Draft[]): Origin | undefined {
  let origin: Origin | undefined;
  const whole: Origin[] = [];
  for (const description of [outermost, ...older].slice(0, LONGEST_CHAIN)) {
    const complete = readOrigin(description);
    if (complete === undefined) break;
    whole.push(complete);
  }
  for (const description of whole.reverse()) {
    origin = origin === undefined ? description : { ...description, nested: origin };
  }
  return origin;
}

function readOrigin({ harvestDate, altered, fields }: Draft): Origin | undefined {
  const [baseUrl = '', identifier = '', datestamp = '', metadataNamespace = ''] = [...FIELDS].map((name) =>
    fields.get(name),
  );
  const dates = [harvestDate, datestamp];
  if (dates.some((date) => readLooseDate(date) === undefined) || baseUrl === '' || identifier === '') return undefined;
  // Unknown counts as altered: the stronger claim is that nothing was.
  const isAltered = altered !== 'false' && altered !== '0';
  return { baseUrl, identifier, datestamp, metadataNamespace, harvestDate, altered: isAltered };
}
