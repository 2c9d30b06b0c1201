import type { Request, Response } from 'express';
import { pino } from 'pino';
import { warnOfProxy } from '../../src/http/warn-of-proxy.ts';

/** Lines that are logged when such requests come. */
function linesFor(
  requests: [remoteAddress: string, headers: Record<string, string>][],
  trusted: string[] = [],
): string[] {
  const lines: string[] = [];
  const logger = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
  const warn = warnOfProxy(logger, trusted);
  let passed = 0;
  for (const [remoteAddress, headers] of requests) {
    warn({ headers, socket: { remoteAddress } } as unknown as Request, {} as Response, () => {
      passed += 1;
    });
  }
  expect(passed).toBe(requests.length);
  return lines;
}

const forwarded = { 'x-forwarded-for': '203.0.113.9' };

test('a proxy that nobody has named is warned of, once', () => {
  const [line, ...others] = linesFor([
    ['127.0.0.1', {}],
    ['::ffff:10.0.0.7', forwarded],
    ['127.0.0.1', forwarded],
  ]);
  expect(line).toContain('10.0.0.7');
  expect(line).toContain('OAI_TRUSTED_PROXIES');
  expect(others).toEqual([]);
});

test('neither one that was named, nor a client that makes it up', () => {
  expect(linesFor([['10.0.0.7', forwarded]], ['private'])).toEqual([]);
  expect(linesFor([['198.51.100.1', forwarded]])).toEqual([]);
});
