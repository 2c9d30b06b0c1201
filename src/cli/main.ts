import { constants, setPriority } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { systemClock } from '../clock.ts';
import { EXIT } from '../fault.ts';
import { runCommandLine } from './command-line.ts';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

// A reader that goes away (`oai-pmh export | head`) is no fault of the program.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.ok);
  process.stderr.write(`What was printed could not be written (${error.code}). Look at where the output goes.\n`);
  process.exit(EXIT.failed);
});

process.exitCode = await runCommandLine(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  interactive: process.stderr.isTTY === true,
  confirm: async (question) => {
    if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `, { signal: stop.signal })).trim());
    } finally {
      lines.close();
    }
  },
  ask: async ({ text, suggestion, faultOf }) => {
    if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
    const { input } = await import('@inquirer/prompts');
    try {
      return await input(
        {
          message: text,
          validate: (answer) => faultOf(answer) ?? true,
          ...(suggestion === undefined ? {} : { default: suggestion }),
        },
        { output: process.stderr, signal: stop.signal },
      );
    } catch (error) {
      // In raw mode Ctrl+C is a key, not a signal.
      stop.abort();
      throw error;
    }
  },
  giveWay: () => {
    try {
      setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
    } catch {
      // Some containers do not allow it. Then it takes its share.
    }
  },
  environment: process.env,
  clock: systemClock,
  stop: stop.signal,
});
