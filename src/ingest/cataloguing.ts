import type { Crosswalk } from '../formats/format.ts';
import type { Item } from '../items/item.ts';
import type { UtcSeconds } from '../oai/datestamp.ts';
import { parseDatestamp } from '../oai/datestamp.ts';
import { localPart } from '../oai/identifier.ts';
import { minimal } from '../oai/set-spec.ts';
import type { Change } from '../store/store.ts';
import { checkPayload } from '../xml/check-payload.ts';
import { metadataPart } from '../xml/fragments.ts';

/** What turns a checked item into what the store keeps: the formats and where the item's page is. */
export interface Cataloguing {
  repositoryIdentifier: string;
  crosswalks: readonly Crosswalk[];
  /** URL of item pages on this server, with `{id}` for the local part of the identifier. */
  landingUrl: string;
}

/** The item's page on this server. An identifier of another namespace stands there whole. */
export function landingPage(identifier: string, { landingUrl, repositoryIdentifier }: Cataloguing): string {
  const id = localPart(identifier, repositoryIdentifier) ?? identifier;
  // The one character of a local part that would end the path of a URL.
  return landingUrl.replaceAll('{id}', id.replaceAll('?', '%3F'));
}

/**
 * Renders an item, whose identifier is a whole OAI identifier, in every format that it can have. Throws an
 * Error that says what is wrong when a rendering could not be served.
 */
export function catalogue(item: Item, now: UtcSeconds, cataloguing: Cataloguing): Extract<Change, { kind: 'put' }> {
  const visibleFrom = item.visibleFrom === undefined ? undefined : parseDatestamp(item.visibleFrom)?.start;
  const waits = visibleFrom !== undefined && visibleFrom > now;
  return {
    kind: 'put',
    identifier: item.identifier,
    content: JSON.stringify(item),
    sets: minimal(item.sets ?? []),
    bodies: waits ? new Map() : bodiesOf(item, cataloguing),
    ...(waits ? { visibleFrom } : {}),
  };
}

function bodiesOf(item: Item, cataloguing: Cataloguing): Map<string, string> {
  const context = { landingPage: landingPage(item.identifier, cataloguing) };
  const bodies = new Map<string, string>();
  for (const crosswalk of cataloguing.crosswalks) {
    const payload = crosswalk.render(item, context);
    if (payload === undefined) continue;
    try {
      const { namespace } = checkPayload(payload);
      if (namespace !== crosswalk.metadataNamespace) throw new Error(`its root is in the namespace "${namespace}"`);
    } catch (error) {
      throw new Error(`its ${crosswalk.metadataPrefix} rendering cannot be served: ${(error as Error).message}`);
    }
    bodies.set(crosswalk.metadataPrefix, metadataPart(payload));
  }
  return bodies;
}
