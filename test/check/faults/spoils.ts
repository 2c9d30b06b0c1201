import type { Asked, Plain, Spoil } from '../faulty-server.ts';

/** Changes the text of answers. */
export function text(change: (text: string, asked: Asked) => string): Spoil {
  return async (asked, ask) => {
    const plain = await ask();
    return { ...plain, text: change(plain.text, asked) };
  };
}

export function replace(pattern: string | RegExp, by: string): Spoil {
  return text((whole) => whole.replace(pattern, by));
}

/** Answers some requests as if others had been asked; `request` shows what was really asked. */
export function as(when: (asked: Asked) => boolean, change: (args: URLSearchParams, asked: Asked) => void): Spoil {
  return async (asked, ask) => {
    if (!when(asked)) return ask();
    const args = new URLSearchParams(asked.args);
    change(args, asked);
    const plain = await ask(args.toString());
    return { ...plain, text: echoing(plain.text, asked.args) };
  };
}

/** An answer whose request element shows these arguments, unless its errors forbid that. */
export function echoing(whole: string, args: URLSearchParams): string {
  const isBad = /<error code="bad(?:Verb|Argument)"/.test(whole);
  const attributes = isBad
    ? ''
    : Object.entries(Object.fromEntries(args))
        .map(
          ([name, value]) =>
            ` ${name}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')}"`,
        )
        .join('');
  return whole.replace(/<request[^>]*>/, `<request${attributes}>`);
}

/** Answers some requests with an error of the protocol. */
export function refuse(when: (asked: Asked) => boolean, code: string): Spoil {
  return async (asked, ask) => {
    const plain = await ask();
    if (!when(asked)) return plain;
    const head = plain.text.slice(0, plain.text.indexOf('</request>') + '</request>'.length);
    const errors = `<error code="${code}">No.</error></OAI-PMH>\n`;
    return { ...plain, text: echoing(`${head}${errors}`, asked.args) };
  };
}

export const verb = (asked: Asked) => asked.args.get('verb');
export const has = (name: string) => (asked: Asked) => asked.args.has(name);
export const isList = (asked: Asked) => /^List(?:Records|Identifiers)$/.test(verb(asked) ?? '');
export const isError = (plain: Plain) => plain.text.includes('<error ');
export const token = has('resumptionToken');

/** Takes arguments away that the server does not look at, where `when`. */
export const ignoring = (when: (asked: Asked) => boolean, ...names: string[]): Spoil =>
  as(when, (args) => {
    for (const name of names) args.delete(name);
  });

/** True for each key the first time. */
export const once = (): ((key: string) => boolean) => {
  const seen = new Set<string>();
  return (key) => !seen.has(key) && seen.add(key) !== undefined;
};
