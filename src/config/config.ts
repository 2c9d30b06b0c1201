import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { EXIT, Fault } from '../fault.ts';
import type { FormatDefinition } from '../formats/format-definition.ts';
import type { SourceDefinition } from '../ingest/source-definition.ts';
import type { SetDefinition } from '../sets/set-definition.ts';
import type { DescriptionSettings } from '../xml/description-settings.ts';
import { readDescriptions } from './descriptions.ts';
import { readFormats } from './formats.ts';
import { readSets } from './sets.ts';
import { DEMO_DATABASE, DEMO_EMAIL, DEMO_IDENTIFIER, SETTINGS, type Setting, type SettingTypes } from './settings.ts';
import { readSources } from './sources.ts';

/** What is more than a text, and only the config file can say. */
interface ConfigLists {
  /** Sources that `sync` takes in again and again. */
  readonly sources: readonly SourceDefinition[];
  /** Metadata formats, in the order of ListMetadataFormats; undefined: all that the program has. */
  readonly formats: readonly FormatDefinition[] | undefined;
  /** Sets and what is in them. */
  readonly sets: readonly SetDefinition[];
  /** What Identify says beside its own elements. */
  readonly descriptions: DescriptionSettings;
}

/** The whole configuration, frozen. */
export interface Config extends Readonly<SettingTypes>, ConfigLists {
  /** True while nobody has named a store: the demo store is used, and it alone gets the demo records. */
  readonly demo: boolean;
  /** URL of the folder with the XML schemas that the server publishes itself, with a slash at the end. */
  readonly schemasUrl: string;
}

/** Where settings come from; the later ones win: file, environment, flags. */
export interface ConfigSources {
  /** The config file that was named; left out: `oai-pmh.yaml` in the working folder, if it is there. */
  file?: string | undefined;
  environment: Readonly<Record<string, string | undefined>>;
  /** Values of flags by key of the setting. */
  flags: Readonly<Record<string, string | undefined>>;
}

export const CONFIG_FILE = 'oai-pmh.yaml';

/** A text and where it stands, for complaints. */
interface Given {
  text: string;
  where: string;
}

/**
 * Reads the configuration. Throws one Fault that names everything that is wrong with it, and what to write
 * instead.
 */
export function loadConfig(sources: ConfigSources): Config {
  const faults: string[] = [];
  const { given: file, lists } = readConfigFile(sources, faults);
  const values: Record<string, unknown> = {};
  const named = new Set<string>();
  for (const setting of SETTINGS) {
    const { key, environment, flag, default: fallback, read, secret = false }: Setting = setting;
    const given = pick(key, environment, flag ?? key, sources, file);
    if (given) named.add(key);
    const text = given?.text ?? fallback;
    if (text === undefined) continue;
    try {
      values[key] = read(text);
    } catch (error) {
      const shown = secret ? 'what it says' : `"${withoutPassword(text)}"`;
      faults.push(`${given?.where ?? key}: ${shown} will not do; write ${(error as Error).message}.`);
    }
  }
  if (faults.length === 0) derive(values, named, faults);
  if (faults.length > 0) {
    throw new Fault(
      `The configuration has ${count(faults.length)}:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
      EXIT.usage,
    );
  }
  return Object.freeze({
    ...(values as unknown as SettingTypes),
    schemasUrl: besideBaseUrl(values['baseUrl'] as string, 'schemas/'),
    demo: values['database'] === DEMO_DATABASE,
    ...lists,
  });
}

/** Messages are kept in logs: what stands before the @ of a URL is not. */
function withoutPassword(text: string): string {
  return text.replace(/\/\/\S*@/, '//…@');
}

/** Fills in what follows from other settings, and checks what only holds between several. */
function derive(values: Record<string, unknown>, named: ReadonlySet<string>, faults: string[]): void {
  values['tokenTtl'] ??= undefined;
  values['baseUrl'] ??= `http://localhost:${values['port']}/oai`;
  values['landingUrl'] ??= besideBaseUrl(values['baseUrl'] as string, 'items/{id}');
  deriveOperator(values, faults);
  values['usage'] = named.has('usage') ? values['usage'] : usageBeside(values['database'] as string);
  if (isLoopback(values['host'] as string)) return;
  const reason = `is needed when the server listens on ${values['host']}, where others can reach it`;
  if (values['repositoryIdentifier'] === DEMO_IDENTIFIER)
    faults.push(`OAI_REPOSITORY_IDENTIFIER ${reason}: set it to your domain name.`);
  if ((values['adminEmails'] as string[]).includes(DEMO_EMAIL))
    faults.push(`OAI_ADMIN_EMAIL ${reason}: set it to your e-mail address.`);
  if (!named.has('baseUrl')) faults.push(`OAI_BASE_URL ${reason}: set it to the URL that harvesters use.`);
}

/** The operator's server: by itself only where others cannot come near it. */
function deriveOperator(values: Record<string, unknown>, faults: string[]): void {
  const hasToken = values['operatorToken'] !== undefined;
  const local = isLoopback(values['host'] as string) && isLoopback(new URL(values['baseUrl'] as string).hostname);
  values['operatorPort'] ??= local || hasToken ? 'auto' : 'none';
  if (values['operatorPort'] !== 'none' && !isLoopback(values['operatorHost'] as string) && !hasToken)
    faults.push(
      `OAI_OPERATOR_TOKEN is needed when the operator's server listens on ${values['operatorHost']}, where others can reach it: set it to 16 characters or more that nobody guesses.`,
    );
}

/** The usage file beside a store; undefined where the store is no file: nobody knows then where one may be. */
function usageBeside(database: string): string | undefined {
  return /^postgres(ql)?:/i.test(database) ? undefined : `${database.replace(/\.sqlite$/, '')}.usage.sqlite`;
}

/** A URL in the folder that the base URL stands in, whether that ends in a slash or not. */
function besideBaseUrl(baseUrl: string, name: string): string {
  const { origin, pathname } = new URL(baseUrl);
  return `${origin}${pathname.replace(/\/+$/, '').replace(/[^/]*$/, '') || '/'}${name}`;
}

/** True for addresses that only this machine reaches. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function pick(
  key: string,
  environment: string,
  flag: string,
  sources: ConfigSources,
  file: ReadonlyMap<string, Given>,
): Given | undefined {
  const fromFlag = sources.flags[key];
  if (fromFlag !== undefined) return { text: fromFlag, where: flag };
  const fromEnvironment = sources.environment[environment];
  // An empty variable is how shells and compose files say "not set".
  if (fromEnvironment !== undefined && fromEnvironment !== '') return { text: fromEnvironment, where: environment };
  return file.get(key);
}

function readConfigFile(sources: ConfigSources, faults: string[]): { given: Map<string, Given>; lists: ConfigLists } {
  const given = new Map<string, Given>();
  const path = sources.file ?? CONFIG_FILE;
  let lists = readLists({}, path, faults);
  if (!existsSync(path)) {
    if (sources.file !== undefined) faults.push(`The config file ${path} does not exist.`);
    return { given, lists };
  }
  try {
    const content: unknown = parse(readFileSync(path, 'utf8')) ?? {};
    if (typeof content !== 'object' || Array.isArray(content) || content === null) {
      throw new Error('it must be a list of "setting: value" lines');
    }
    lists = readLists(content as Record<string, unknown>, path, faults);
    for (const [key, value] of Object.entries(content)) {
      if (key in lists) continue;
      if (!SETTINGS.some((setting) => setting.key === key)) {
        faults.push(
          `${path}: there is no setting "${key}". There are ${[...SETTINGS.map((setting) => setting.key), ...Object.keys(lists)].join(', ')}.`,
        );
      } else if (value !== null && value !== undefined) {
        given.set(key, { text: Array.isArray(value) ? value.join(',') : String(value), where: `${path}: ${key}` });
      }
    }
  } catch (error) {
    faults.push(`The config file ${path} cannot be read: ${(error as Error).message.split('\n')[0]}`);
  }
  return { given, lists };
}

/** What only the config file can say: each is more than a text. */
function readLists(content: Readonly<Record<string, unknown>>, path: string, faults: string[]): ConfigLists {
  return {
    sources: readSources(content['sources'], path, faults),
    formats: readFormats(content['formats'], path, faults),
    sets: readSets(content['sets'], path, faults),
    descriptions: readDescriptions(content['descriptions'], path, faults),
  };
}

function count(faults: number): string {
  return faults === 1 ? 'a fault' : `${faults} faults`;
}
