import { writeFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { checkEndpoint } from '../check/check-endpoint.ts';
import type { CheckReport } from '../check/check-report.ts';
import { reportAsHtml } from '../check/report/html.ts';
import { reportAsText } from '../check/report/text.ts';
import { EXIT, Fault } from '../fault.ts';
import { profiles } from '../profiles/index.ts';
import { Progress } from './progress.ts';
import type { Terminal } from './terminal.ts';

interface Options {
  format: 'text' | 'html' | 'json';
  output?: string;
  profile?: string[];
  pages: number;
  requests: number;
  delay: number;
  maxWait: number;
  timeLimit: number;
  contact?: string;
}

/** Most bytes of an answer that are read. */
const MAX_BYTES = 16 * 1024 * 1024;

export function checkCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const command = new Command('check')
    .description('Check any OAI-PMH endpoint by asking it: the protocol, and what aggregators want.')
    .argument('<baseURL>', 'address of the endpoint, without verb')
    .addOption(new Option('--format <format>', 'of the report').choices(['text', 'html', 'json']).default('text'))
    .option('--output <file>', 'where the report goes (default: standard output)')
    .addOption(
      new Option('--profile <name...>', 'aggregators whose errors count for the exit code, too').choices(
        profiles.map(({ name }) => name),
      ),
    )
    .option('--pages <number>', 'most pages that are read of a list', wholeNumber, 4)
    .option('--requests <number>', 'most requests', wholeNumber, 150)
    .option('--delay <seconds>', 'pause between two requests', seconds, 0.2)
    .option('--max-wait <seconds>', 'how long a busy server is waited for, in all', seconds, 300)
    .option('--time-limit <seconds>', 'for everything', seconds, 1800)
    .option('--contact <address>', 'e-mail address to say who asks (the From header)');
  return command.action(async (baseUrl: string) => {
    const options = command.opts<Options>();
    const progress = new Progress(terminal, 'requests');
    const report = await checkEndpoint(addressOf(baseUrl), {
      profiles,
      pages: options.pages,
      requests: options.requests,
      delay: options.delay,
      maxWait: options.maxWait,
      totalSeconds: options.timeLimit,
      maxBytes: MAX_BYTES,
      clock: terminal.clock,
      signal: terminal.stop,
      progress: (requests) => progress.update(requests, options.requests, requests),
      ...(options.contact === undefined ? {} : { contact: options.contact }),
    });
    progress.clear();
    print(await written(report, options.format), options.output, terminal);
    const counting = ['protocol', ...(options.profile ?? [])];
    if (report.verdicts.some(({ scope, verdict }) => counting.includes(scope) && verdict === 'failed')) {
      finish(EXIT.refusals);
    } else if (report.ended !== undefined) finish(EXIT.failed);
  });
}

async function written(report: CheckReport, format: Options['format']): Promise<string> {
  switch (format) {
    case 'text':
      return reportAsText(report);
    case 'html':
      return reportAsHtml(report);
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`;
  }
}

function print(text: string, file: string | undefined, terminal: Terminal): void {
  if (file === undefined) {
    terminal.out(text);
    return;
  }
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new Fault(`The report cannot be written to ${file} (${(error as NodeJS.ErrnoException).code}).`);
  }
}

function addressOf(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new Fault(`${text} is not an address that begins with http:// or https://.`, EXIT.usage);
  }
  if (url.searchParams.has('verb')) {
    throw new Fault(`${text} is a whole request: give the address without verb and what follows.`, EXIT.usage);
  }
  return text;
}

function wholeNumber(text: string): number {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (value < 1) throw new InvalidArgumentError('Write a whole number from 1.');
  return value;
}

function seconds(text: string): number {
  if (!/^\d{1,6}(?:\.\d+)?$/.test(text)) throw new InvalidArgumentError('Write a number of seconds, such as 0.5.');
  return Number(text);
}
