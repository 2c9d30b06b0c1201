import type { SaxesTagNS } from 'saxes';
import { escapeAttribute } from '../xml/escape.ts';

type Declarations = Readonly<Record<string, string>>;

/**
 * One element that is cut out of an answer, to stand alone (protocol 3.4, CONFORMANCE REC-07). Told of each tag in
 * it, it finds out whether the default namespace is inherited; prefixes it looks for in the text.
 */
export class Fragment {
  /** Position of its `<`. */
  readonly start: number;
  readonly #root: SaxesTagNS;
  /** Declarations of the elements around it, outermost first. */
  readonly #around: readonly Declarations[];
  /** Declarations of the elements that are open, the root first. */
  readonly #open: Declarations[] = [];
  #inheritedDefault: string | undefined;

  constructor(root: SaxesTagNS, start: number, around: readonly Declarations[]) {
    this.#root = root;
    this.start = start;
    this.#around = around;
    this.openTag(root);
  }

  get depth(): number {
    return this.#open.length;
  }

  openTag(tag: SaxesTagNS): void {
    this.#open.push(tag.ns);
    if (tag.prefix === '' && tag.uri !== '' && !this.#open.some((declarations) => '' in declarations)) {
      this.#inheritedDefault = tag.uri;
    }
  }

  closeTag(): void {
    this.#open.pop();
  }

  /** The element as sent, with the namespaces that it inherits declared on its root. */
  standAlone(sent: string): string {
    const added = this.#inheritedDefault === undefined ? [] : [declaration('xmlns', this.#inheritedDefault)];
    for (const prefix of prefixesIn(sent)) {
      if (prefix === 'xml' || prefix === 'xmlns' || prefix in this.#root.ns) continue;
      const uri = this.#around.findLast((declarations) => prefix in declarations)?.[prefix];
      if (uri !== undefined) added.push(declaration(`xmlns:${prefix}`, uri));
    }
    if (added.length === 0) return sent;
    const afterName = 1 + this.#root.name.length;
    return `${sent.slice(0, afterName)}${added.join('')}${sent.slice(afterName)}`;
  }
}

function declaration(name: string, uri: string): string {
  return ` ${name}="${escapeAttribute(uri)}"`;
}

/**
 * Every word before a colon, wherever it stands: names of elements and attributes, and names in their values, such as
 * that of xsi:type, which no parser tells. A word too many costs a declaration too many, and only where the answer
 * has one for it. Looks backwards from colons, so that its time does not grow but with the text.
 */
function prefixesIn(text: string): Set<string> {
  const prefixes = new Set<string>();
  for (let colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', colon + 1)) {
    let start = colon;
    while (start > 0 && isNameCharacter(text.charCodeAt(start - 1))) start--;
    if (start < colon) prefixes.add(text.slice(start, colon));
  }
  return prefixes;
}

/** Of ASCII exactly those of XML names; beyond it all. */
function isNameCharacter(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x2d ||
    code === 0x2e ||
    code === 0x5f ||
    code > 0x7f
  );
}
