import { existsSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { CONFIG_FILE, loadConfig } from '../config/config.ts';
import { SETTINGS } from '../config/settings.ts';
import { EXIT, Fault } from '../fault.ts';
import { isRepositoryIdentifier } from '../oai/identifier.ts';
import { type FirstSettings, firstConfig } from './first-config.ts';
import type { Terminal } from './terminal.ts';

interface InitQuestion {
  readonly key: keyof FirstSettings;
  readonly flag: string;
  readonly text: string;
  /** From the answers before. */
  suggest?(answers: Partial<FirstSettings>): string | undefined;
}

const QUESTIONS: readonly InitQuestion[] = [
  { key: 'repositoryName', flag: '--name', text: 'Name of the repository, for people:' },
  {
    key: 'baseUrl',
    flag: '--base-url',
    text: 'Address that harvesters will use, such as https://journals.example.org/oai:',
  },
  { key: 'adminEmails', flag: '--email', text: 'E-mail address of whoever answers for it (several with commas):' },
  {
    key: 'repositoryIdentifier',
    flag: '--domain',
    text: 'Your domain name. It stands in every identifier and can never change:',
    suggest: ({ baseUrl = '' }) => domainOf(baseUrl),
  },
  {
    key: 'database',
    flag: '--database',
    text: 'The store: a file of its own, or the URL of a PostgreSQL database:',
    suggest: () => 'repository.sqlite',
  },
  { key: 'port', flag: '--port', text: 'Port to listen on, behind your web server:', suggest: () => '3000' },
];

export function initCommand(terminal: Terminal): Command {
  const command = new Command('init')
    .description('Ask what must be known of your repository, and write a config file.')
    .option('--name <text>', 'name of the repository, for people')
    .option('--base-url <url>', 'address that harvesters will use')
    .option('--email <addresses>', 'e-mail address of whoever answers for it')
    .option('--domain <name>', 'domain name that stands in every identifier')
    .option('--database <value>', 'the store: a file, or the URL of a PostgreSQL database')
    .option('--port <number>', 'TCP port to listen on')
    .option('--output <file>', 'the file to write', CONFIG_FILE)
    .option('--yes', 'ask nothing: take what was suggested for what is not given');
  return command.action(async () => {
    const options = command.opts<Record<string, string | undefined> & { output: string; yes?: boolean }>();
    const { output: file, yes = false } = options;
    const mayWrite = await mayReplace(file, yes, terminal);
    if (!mayWrite) {
      terminal.err('Nothing was written.\n');
      return;
    }
    const answers = await collect(options, yes, terminal);
    write(file, firstConfig(answers));
    terminal.out(whatNext(file, answers));
  });
}

async function mayReplace(file: string, yes: boolean, terminal: Terminal): Promise<boolean> {
  if (!existsSync(file)) return true;
  const answer = yes ? undefined : await terminal.confirm(`${file} exists. Write it anew, and lose what is in it?`);
  if (answer !== undefined) return answer;
  throw new Fault(
    `${file} exists, and is not overwritten without asking. Move it away, or name another file with --output.`,
  );
}

/** Flags first; what they leave open is asked for, all that is wrong with them is told at once. */
async function collect(
  options: Readonly<Record<string, string | boolean | undefined>>,
  yes: boolean,
  terminal: Terminal,
): Promise<FirstSettings> {
  const answers: Partial<Record<keyof FirstSettings, string>> = {};
  const faults: string[] = [];
  const missing: string[] = [];
  for (const { key, flag, text, suggest } of QUESTIONS) {
    const given = options[flag.slice(2).replace(/-(.)/, (_, letter: string) => letter.toUpperCase())];
    const suggestion = suggest?.(answers);
    const faultOf = (answer: string) => faultOfSetting(key, answer);
    if (typeof given === 'string') {
      const fault = faultOf(given);
      if (fault !== undefined) faults.push(`${flag}: ${fault}`);
      answers[key] = given;
      continue;
    }
    const answer = yes ? suggestion : await terminal.ask({ text, suggestion, faultOf });
    if (answer === undefined) missing.push(flag);
    else answers[key] = answer.trim();
  }
  if (missing.length > 0) {
    const why = yes ? 'There is nothing to suggest for them' : 'Nobody is there to be asked';
    faults.push(`${why}: give ${missing.join(', ')}.`);
  }
  if (faults.length > 0) throw new Fault(faults.join('\n'), EXIT.usage);
  return answers as FirstSettings;
}

function faultOfSetting(key: keyof FirstSettings, answer: string): string | undefined {
  try {
    SETTINGS.find((setting) => setting.key === key)?.read(answer.trim());
    return undefined;
  } catch (error) {
    return `"${answer}" will not do; write ${(error as Error).message}.`;
  }
}

/** The host of the address, where it can be a domain of identifiers. */
function domainOf(baseUrl: string): string | undefined {
  const host = URL.parse(baseUrl)?.hostname ?? '';
  return isRepositoryIdentifier(host) ? host : undefined;
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new Fault(`${file} cannot be written (${(error as NodeJS.ErrnoException).code}).`);
  }
  // What cannot be read back would be a fault of ours.
  loadConfig({ file, environment: {}, flags: {} });
}

function whatNext(file: string, { baseUrl, port }: FirstSettings): string {
  const config = file === CONFIG_FILE ? '' : ` --config ${file}`;
  return `Wrote ${file}. What comes next:

  oai-pmh import${config} FOLDER    take your records in
  oai-pmh serve${config}            answer harvesters, at http://localhost:${port}${new URL(baseUrl).pathname}
  oai-pmh check ${baseUrl}
                            see whether all is well, once your web server passes requests on
  oai-pmh register${config}         what aggregators want to know
`;
}
