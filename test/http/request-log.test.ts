import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { systemClock } from '../../src/clock.ts';
import { logRequests } from '../../src/http/request-log.ts';
import type { RequestReport } from '../../src/http/request-report.ts';
import { Endpoint } from '../support/endpoint.ts';

test('slow is whose answer took long to be made: no refusal, and no client that is slow to send', async () => {
  const lines: string[] = [];
  const logger = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
  const reports: RequestReport[] = [];
  const log = logRequests(logger, { slow: 300, addresses: 'short' });
  const endpoint = await Endpoint.start({
    clock: systemClock,
    observing: { observers: [log, (report) => reports.push(report)] },
    limits: {
      rateLimit: 1,
      rateBurst: 2,
      clientConcurrency: 10,
      concurrency: 8,
      clientConnections: 50,
      allowList: [],
    },
  });
  try {
    const socket = connect(endpoint.port, '127.0.0.1');
    const type = 'Content-Type: application/x-www-form-urlencoded\r\nConnection: close';
    socket.write(`POST /oai HTTP/1.1\r\nHost: x\r\n${type}\r\nContent-Length: 13\r\n\r\nverb`);
    await sleep(600);
    socket.write('=Identify');
    socket.resume();
    await once(socket, 'close');
    await Promise.all(Array.from({ length: 5 }, () => endpoint.get('verb=Identify')));
    while (reports.length < 6) await sleep(5);
    const [slowSender, ...others] = reports;
    expect(slowSender).toMatchObject({ status: 200, refused: false });
    const { duration = 0, waited: sentThen = 0 } = slowSender ?? {};
    expect(duration - sentThen).toBeGreaterThan(400);
    const refusals = others.filter(({ refused }) => refused);
    expect(refusals.length).toBeGreaterThan(0);
    for (const { status, waited } of refusals) {
      expect(status).toBe(503);
      expect(waited).toBeGreaterThan(500);
    }
    // On a machine that is busy with other things an answer may be slow in earnest.
    const slow = reports.filter(({ waited, refused }) => waited >= 300 && !refused).map(({ requestId }) => requestId);
    expect(lines.map((line) => (JSON.parse(line) as RequestReport).requestId)).toEqual(slow);
    expect(slow).not.toContain(refusals[0]?.requestId);
  } finally {
    await endpoint.stop();
  }
});
