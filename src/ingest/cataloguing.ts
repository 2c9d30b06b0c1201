import type { Crosswalk, RenderContext } from '../formats/format.ts';
import { provenanceAbout } from '../harvest/provenance.ts';
import type { Item } from '../items/item.ts';
import type { UtcSeconds } from '../oai/datestamp.ts';
import { parseDatestamp } from '../oai/datestamp.ts';
import { landingPath } from '../oai/landing-path.ts';
import { minimal, type SetSpec } from '../oai/set-spec.ts';
import type { SetRules } from '../sets/set-rules.ts';
import type { Change, StoredItem } from '../store/store.ts';
import { checkPayload } from '../xml/check-payload.ts';
import { rightsAbout } from '../xml/descriptions.ts';
import { aboutPart, metadataPart } from '../xml/fragments.ts';
import { withSchemaLocation } from '../xml/with-schema-location.ts';
import type { Verbatim } from './verbatim.ts';

/** What turns a checked item into what the store keeps: the formats and where the item's page is. */
export interface Cataloguing {
  repositoryIdentifier: string;
  crosswalks: readonly Crosswalk[];
  /** URL of item pages on this server, with `{id}` for the local part of the identifier. */
  landingUrl: string;
  /** Puts items into sets beside their own. Left out: their own are all. */
  setRules?: Pick<SetRules, 'setsOf'>;
  /** Sets that the configuration names: what comes in does not rename them. */
  namedSets?: ReadonlySet<SetSpec>;
  /** URL of the licence of the metadata, for the about of records of our own. Left out: nothing is said of it. */
  metadataRights?: string;
  /**
   * Records of the store are still rendered otherwise: imports then leave items alone whose content has not changed,
   * since it is for `render` to ask before the world fetches everything again.
   */
  onlyNewContent?: boolean;
}

/** The item's page on this server. An identifier of another namespace stands there whole. */
export function landingPage(identifier: string, { landingUrl, repositoryIdentifier }: Cataloguing): string {
  // By a function: in a text, `$&` would stand for the match.
  return landingUrl.replaceAll('{id}', () => landingPath(identifier, repositoryIdentifier));
}

type Put = Extract<Change, { kind: 'put' }>;

/**
 * Renders an item, whose identifier is a whole OAI identifier, in every format that it can have, in its own sets. Throws
 * an Error that says what is wrong when a rendering could not be served.
 */
export function catalogue(item: Item, now: UtcSeconds, cataloguing: Cataloguing, verbatim?: Verbatim): Put {
  const visibleFrom = item.visibleFrom === undefined ? undefined : parseDatestamp(item.visibleFrom)?.start;
  // Judged now, even if it is to be served later: then nobody is there to be told.
  const bodies = bodiesOf(item, cataloguing, verbatim);
  const waits = visibleFrom !== undefined && visibleFrom > now;
  return {
    kind: 'put',
    identifier: item.identifier,
    content: JSON.stringify(item),
    sets: minimal(item.sets ?? []),
    bodies: waits ? new Map() : bodies,
    ...(waits ? { visibleFrom } : {}),
    ...(verbatim === undefined ? {} : { verbatim: JSON.stringify(verbatim) }),
  };
}

/**
 * The same for an item that the store holds already; nothing is written when somebody changes it meanwhile. Throws an
 * Error when it holds nothing to render.
 */
export function catalogueAgain(stored: StoredItem, now: UtcSeconds, cataloguing: Cataloguing): Put {
  if (stored.content === undefined) throw new Error(`nothing is known of ${stored.identifier} but its deletion`);
  const verbatim = stored.verbatim === undefined ? undefined : (JSON.parse(stored.verbatim) as Verbatim);
  return { ...catalogue(JSON.parse(stored.content) as Item, now, cataloguing, verbatim), basedOn: stored };
}

/** The change with the sets that its item is in by rules, beside its own. What it throws is the store's failure. */
export async function inRuleSets(
  change: Put,
  { setRules }: Cataloguing,
  options: { dryRun?: boolean } = {},
): Promise<Put> {
  if (!setRules) return change;
  const ruleSets = await setRules.setsOf(JSON.parse(change.content) as Item, options);
  return { ...change, sets: minimal([...change.sets, ...ruleSets]) };
}

function bodiesOf(item: Item, cataloguing: Cataloguing, verbatim: Verbatim | undefined): Map<string, string> {
  const { repositoryIdentifier } = cataloguing;
  const context = { landingPage: landingPage(item.identifier, cataloguing), repositoryIdentifier };
  // Of what others made, only they can say what may be done with it.
  const rights = cataloguing.metadataRights === undefined ? undefined : rightsAbout(cataloguing.metadataRights);
  const bodies = new Map<string, string>();
  for (const crosswalk of cataloguing.crosswalks) {
    const payload = payloadOf(item, crosswalk, context, verbatim);
    if (payload === undefined) continue;
    // Made from the harvested record here, completed, or repaired: then it is not the record that was harvested any more.
    const altered = verbatim?.payloads[crosswalk.metadataPrefix] !== payload || payload.includes('\ufffd');
    // Where it came in this very format, that is the format that the origin gave it in.
    const metadataNamespace = altered ? verbatim?.provenance?.metadataNamespace : crosswalk.metadataNamespace;
    const about = verbatim?.provenance
      ? provenanceAbout({
          ...verbatim.provenance,
          ...(metadataNamespace === undefined ? {} : { metadataNamespace }),
          altered,
        })
      : rights;
    bodies.set(crosswalk.metadataPrefix, metadataPart(payload) + (about === undefined ? '' : aboutPart(about)));
  }
  return bodies;
}

/** The payload in one format, judged; undefined when the item cannot have it. */
function payloadOf(
  item: Item,
  crosswalk: Crosswalk,
  context: RenderContext,
  verbatim: Verbatim | undefined,
): string | undefined {
  try {
    // What came in this format goes out as it came.
    const given = verbatim?.payloads[crosswalk.metadataPrefix] ?? crosswalk.render(item, context);
    if (given === undefined) return undefined;
    const payload = crosswalk.passThrough ? withSchemaLocation(given, crosswalk.schema) : given;
    const { namespace } = checkPayload(payload);
    if (namespace !== crosswalk.metadataNamespace) throw new Error(`its root is in the namespace "${namespace}"`);
    crosswalk.check?.(payload);
    return payload;
  } catch (error) {
    throw new Error(`its ${crosswalk.metadataPrefix} rendering cannot be served: ${(error as Error).message}`);
  }
}
