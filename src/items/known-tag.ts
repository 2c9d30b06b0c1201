/** What is left where a tag was: nothing, a space (table cells) or a line break (blocks). */
export type TagKind = 'inline' | 'cell' | 'block';

const INLINE =
  'a abbr acronym b bdi bdo big cite code del dfn em font i img ins kbd mark nobr o:p q rb rp rt ruby s samp small ' +
  'span strike strong sub sup tt u var wbr ' +
  'bold ext-link inline-formula italic monospace named-content overline sc styled-content underline xref';
const CELL = 'td th';
const BLOCK =
  'blockquote br caption center dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre table tbody tfoot ' +
  'thead tr ul break disp-formula list list-item sec title';

const KINDS = new Map<string, TagKind>([
  ...INLINE.split(' ').map((name) => [name, 'inline'] as const),
  ...CELL.split(' ').map((name) => [name, 'cell'] as const),
  ...BLOCK.split(' ').map((name) => [name, 'block'] as const),
]);

const START = /^<(\/?)([A-Za-z][A-Za-z0-9]*(?:[:-][A-Za-z0-9]+)*)/;
const ATTRIBUTE = /\s+[^\s"'<>/=]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>=`]+)/y;
const QUOTED_ATTRIBUTE_START = /^\s+[^\s"'<>/=]+\s*=\s*["']/;

/**
 * Judges `<…` up to but without its `>`; there is no other `<` or `>` in it. A tag of HTML or JATS that stands
 * for looks or layout has a kind; anything else, `<foo>` or `<p and q>`, is text and undefined. Takes time
 * proportional to its length: no expression here can step back over more than it has just read.
 */
export function knownTag(tag: string): TagKind | undefined {
  const start = START.exec(tag);
  if (!start) return undefined;
  const kind = kindOf((start[2] ?? '').toLowerCase());
  if (!kind) return undefined;
  const rest = tag.slice(start[0].length);
  const fits = start[1] === '/' ? rest.trim() === '' : isAttributeList(rest);
  return fits ? kind : undefined;
}

function kindOf(name: string): TagKind | undefined {
  if (name.startsWith('mml:')) return 'inline';
  if (name.startsWith('jats:')) return KINDS.get(name.slice(5)) ?? 'inline';
  return KINDS.get(name);
}

/**
 * Attributes need an equals sign, else `a <b and c> d` would lose words. A list that begins and ends with a
 * quoted value passes whatever stands between: `title="&quot;x&quot;"` has been decoded by the time it gets here.
 */
function isAttributeList(rest: string): boolean {
  let list = rest.trimEnd();
  if (list.endsWith('/')) list = list.slice(0, -1).trimEnd();
  if (list === '') return true;
  const quoted = QUOTED_ATTRIBUTE_START.exec(list);
  if (quoted && list.length > quoted[0].length && /["']$/.test(list)) return true;
  ATTRIBUTE.lastIndex = 0;
  while (ATTRIBUTE.test(list)) if (ATTRIBUTE.lastIndex === list.length) return true;
  return false;
}
