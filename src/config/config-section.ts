/** Characters that XML cannot hold, not even as references. */
const NOT_IN_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** A map of the config file, read key by key. What is wrong goes to the faults, in words, with its place. */
export class ConfigSection {
  /** For messages: `sets: journal`. */
  readonly where: string;
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #faults: string[];

  private constructor(where: string, values: Readonly<Record<string, unknown>>, faults: string[]) {
    this.where = where;
    this.#values = values;
    this.#faults = faults;
  }

  /** Undefined, with a fault, for anything but a map with these keys alone. */
  static read(value: unknown, where: string, keys: readonly string[], faults: string[]): ConfigSection | undefined {
    if (!isMap(value)) {
      faults.push(`${where}: write "key: value" lines below it; the keys are ${keys.join(', ')}.`);
      return undefined;
    }
    for (const key of Object.keys(value)) {
      if (!keys.includes(key)) faults.push(`${where}: there is no "${key}". There are ${keys.join(', ')}.`);
    }
    return new ConfigSection(where, value, faults);
  }

  fault(text: string): void {
    this.#faults.push(`${this.where}: ${text}`);
  }

  has(key: string): boolean {
    return this.#values[key] !== undefined && this.#values[key] !== null;
  }

  /** True for a key with nothing behind it, which is mostly an oversight. */
  isEmpty(key: string): boolean {
    return key in this.#values && !this.has(key);
  }

  /** Numbers and flags too, as they are written: years and volumes look like them. */
  text(key: string): string | undefined {
    if (!this.has(key)) return undefined;
    const text = asText(this.#values[key]);
    if (text === undefined) this.fault(`${key} must be a text.`);
    if (text !== undefined && NOT_IN_XML.test(text)) this.fault(`${key} has a control character in it.`);
    return text;
  }

  /** A text on one line. */
  line(key: string): string | undefined {
    const text = this.text(key);
    return text === undefined ? undefined : onOneLine(text);
  }

  /** A text, or a list of texts. */
  texts(key: string): string[] {
    if (!this.has(key)) return [];
    const value = this.#values[key];
    const texts = (Array.isArray(value) ? value : [value]).map(asText);
    if (texts.some((text) => text !== undefined && NOT_IN_XML.test(text)))
      this.fault(`${key} has a control character in it.`);
    if (texts.every((text) => text !== undefined)) return texts as string[];
    this.fault(`${key} must be a text or a list of texts.`);
    return [];
  }

  isMap(key: string): boolean {
    return isMap(this.#values[key]);
  }

  url(key: string): string | undefined {
    const text = this.text(key);
    if (text === undefined || isWebAddress(text)) return text;
    this.fault(`${key} "${text}" must be an http(s) URL.`);
    return undefined;
  }

  /** A map of texts on one line each. */
  map(key: string): Readonly<Record<string, string>> {
    if (!this.has(key)) return {};
    const value = this.#values[key];
    const entries = isMap(value) ? Object.entries(value).map(([name, text]) => [name, asText(text)] as const) : [];
    if (isMap(value) && entries.every(([, text]) => text !== undefined)) {
      if (entries.some(([, text]) => NOT_IN_XML.test(text ?? ''))) this.fault(`${key} has a control character in it.`);
      return Object.fromEntries(entries.map(([name, text]) => [name, onOneLine(text ?? '')]));
    }
    this.fault(`${key} must be "key: text" lines.`);
    return {};
  }

  section(key: string, keys: readonly string[]): ConfigSection | undefined {
    if (!this.has(key)) return undefined;
    return ConfigSection.read(this.#values[key], `${this.where}: ${key}`, keys, this.#faults);
  }

  /** Sections in a list; one alone need not be in a list. */
  sections(key: string, keys: readonly string[]): ConfigSection[] {
    if (!this.has(key)) return [];
    const value = this.#values[key];
    return (Array.isArray(value) ? value : [value]).flatMap(
      (entry, index) => ConfigSection.read(entry, `${this.where}: ${key} ${index + 1}`, keys, this.#faults) ?? [],
    );
  }
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^\s<>"{}|\\^`]+$/.test(text) && URL.canParse(text);
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function asText(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}
