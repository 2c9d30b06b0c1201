import { type Logger, pino } from 'pino';
import { PinoPretty as pretty } from 'pino-pretty';
import type { Config } from '../config/config.ts';
import type { Terminal } from './terminal.ts';

/** Logs go to standard error: JSON lines, or lines for people on a terminal. */
export function createLogger({ logLevel }: Config, { interactive }: Pick<Terminal, 'interactive'>): Logger {
  const destination = interactive
    ? pretty({ destination: 2, sync: true, ignore: 'pid,hostname' })
    : pino.destination({ fd: 2, sync: true });
  return pino({ level: logLevel }, destination);
}
