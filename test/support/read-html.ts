/** An element of an HTML document. */
export interface HtmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly (HtmlElement | string)[];
}

const VOID = new Set(['meta', 'link', 'br', 'hr', 'img', 'input', 'wbr']);
/** Their content is text without references; nothing but their own end tag ends it. */
const RAW = new Set(['script', 'style']);
const TAG = /<(\/?)([a-z][a-z0-9]*)((?: [a-zA-Z][a-zA-Z0-9-]*(?:="[^"<>]*")?)*)>/y;
const ATTRIBUTE = / ([a-zA-Z][a-zA-Z0-9-]*)(?:="([^"]*)")?/g;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

/**
 * Reads a page as strictly as an XML parser would: every element is closed, in order; values stand in double quotes and
 * hold no `<`; every `&` is a reference; no attribute comes twice, no id either. Throws an Error that says where not.
 */
export function readHtml(text: string): HtmlElement {
  if (!text.startsWith('<!doctype html>\n')) throw new Error('there is no doctype');
  const root = { name: '', attributes: new Map(), children: [] as (HtmlElement | string)[] };
  const open = [root];
  const ids = new Set<string>();
  let at = '<!doctype html>\n'.length;
  const fail = (what: string): never => {
    throw new Error(`${what}: ${JSON.stringify(text.slice(Math.max(at - 40, 0), at + 80))}`);
  };
  while (at < text.length) {
    const inside = open.at(-1) ?? fail('nothing is open');
    if (RAW.has(inside.name)) {
      const end = text.indexOf(`</${inside.name}`, at);
      if (end < 0) fail(`${inside.name} has no end`);
      const raw = text.slice(at, end);
      if (raw.includes('<!--') || /<script/i.test(raw)) fail('a browser would read this otherwise');
      inside.children.push(raw);
      at = end;
    }
    if (text[at] !== '<') {
      const end = text.indexOf('<', at);
      const stop = end < 0 ? text.length : end;
      inside.children.push(unescaped(text.slice(at, stop), fail));
      at = stop;
      continue;
    }
    TAG.lastIndex = at;
    const [whole = '', slash, name = '', written = ''] = TAG.exec(text) ?? fail('no tag');
    at += whole.length;
    if (slash === '/') {
      if (inside.name !== name || written !== '') fail(`</${name}> does not end <${inside.name}>`);
      open.pop();
      continue;
    }
    const attributes = new Map<string, string>();
    for (const [, key = '', value = ''] of written.matchAll(ATTRIBUTE)) {
      if (attributes.has(key)) fail(`${key} comes twice`);
      attributes.set(key, unescaped(value, fail));
    }
    const id = attributes.get('id');
    if (id !== undefined && ids.has(id)) fail(`id ${id} comes twice`);
    if (id !== undefined) ids.add(id);
    const element = { name, attributes, children: [] as (HtmlElement | string)[] };
    inside.children.push(element);
    if (!VOID.has(name)) open.push(element);
  }
  if (open.length !== 1) fail(`<${open.at(-1)?.name}> is not closed`);
  const [html, ...others] = root.children.filter((child) => typeof child !== 'string');
  if (html?.name !== 'html' || others.length > 0) return fail('there is not one html element');
  return html;
}

/** All elements of this name, in order. */
export function elementsNamed(element: HtmlElement, name: string): HtmlElement[] {
  return element.children.flatMap((child) =>
    typeof child === 'string' ? [] : [...(child.name === name ? [child] : []), ...elementsNamed(child, name)],
  );
}

/** The text of an element and of all that is in it. */
export function textIn(element: HtmlElement): string {
  return element.children.map((child) => (typeof child === 'string' ? child : textIn(child))).join('');
}

function unescaped(text: string, fail: (what: string) => never): string {
  return text.replace(/&(?:#(\d+);|([a-z]+);)?/g, (reference, code: string | undefined, name: string | undefined) => {
    if (code !== undefined) return String.fromCodePoint(Number(code));
    return NAMED[name ?? ''] ?? fail(`${reference} is no reference`);
  });
}
