/** A link with a meaning (RFC 8288). */
export interface TypedLink {
  /** Whole URL of what the link is of. */
  anchor: string;
  rel: string;
  /** Whole URL of what it leads to. */
  href: string;
  /** Media type of what is there. */
  type?: string | undefined;
  /** URI that tells more of its form, such as the namespace of XML. */
  profile?: string | undefined;
}

/** The value of a `Link` header (RFC 8288, 3), for a resource that is the anchor of all these links. */
export function linkHeader(links: readonly TypedLink[]): string {
  return links.map((link) => linkValue(link)).join(', ');
}

/** A link set in the form of the header, a link a line (RFC 9264, 4.1): `application/linkset`. */
export function linksetText(links: readonly TypedLink[]): string {
  return `${links.map((link) => linkValue(link, link.anchor)).join(',\n')}\n`;
}

/** A link set as JSON (RFC 9264, 4.2): `application/linkset+json`. */
export function linksetJson(links: readonly TypedLink[]): string {
  const contexts = new Map<string, Record<string, object[]>>();
  for (const { anchor, rel, href, type, profile } of links) {
    const context = contexts.get(anchor) ?? {};
    contexts.set(anchor, context);
    // What RFC 8288 does not name itself is a list.
    const target = { href, ...(type && { type }), ...(profile && { profile: [profile] }) };
    context[rel] = [...(context[rel] ?? []), target];
  }
  const linkset = [...contexts].map(([anchor, relations]) => ({ anchor, ...relations }));
  return `${JSON.stringify({ linkset }, undefined, 1)}\n`;
}

function linkValue({ href, rel, type, profile }: TypedLink, anchor?: string): string {
  const attributes = {
    anchor: anchor === undefined ? undefined : uri(anchor),
    rel,
    type,
    profile: profile && uri(profile),
  };
  const written = Object.entries(attributes).flatMap(([name, value]) => (value ? [`; ${name}=${quoted(value)}`] : []));
  return `<${uri(href)}>${written.join('')}`;
}

/** A URI as a header may hold it: ASCII, and nothing that would end it. */
function uri(text: string): string {
  return text.replace(/[^\x21-\x7e]|[<>"\\^`{|}]/gu, (character) => encodeURIComponent(character));
}

/** A quoted-string (RFC 9110, 5.6.4). */
function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&').replace(/[^\x20-\x7e]/g, '')}"`;
}
