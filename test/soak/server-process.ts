import { createServer } from 'node:http';
import { pino } from 'pino';
import { systemClock } from '../../src/clock.ts';
import { oaiDc } from '../../src/formats/oai-dc.ts';
import { createApp } from '../../src/http/app.ts';
import { DataProvider } from '../../src/verbs/data-provider.ts';
import { openSoakStore, REPOSITORY_IDENTIFIER, readSoakSettings } from './soak-settings.ts';

/** An endpoint on the soak's store until it is killed. */
const { database, port, granularity, design } = readSoakSettings();
const store = await openSoakStore(database);

/** The naive designs have no clock row: their responseDate is the wall clock. */
const naive = new Proxy(store, {
  get(target, name) {
    if (name === 'advanceClock') return async () => {};
    const member: unknown = Reflect.get(target, name, target);
    if (typeof member !== 'function') return member;
    return async (...words: unknown[]) => {
      const result: unknown = await member.apply(target, words);
      const hasHigh = typeof result === 'object' && result !== null && 'high' in result;
      return hasHigh ? { ...result, high: 1e12 } : result;
    };
  },
});
const settings = {
  repositoryName: 'Soak',
  baseUrl: `http://127.0.0.1:${port}/oai`,
  adminEmails: ['soak@example.org'],
  granularity,
  pageSize: 7,
  maxPageBytes: 1e6,
  setsPageSize: 100,
  tokenTtl: undefined,
  compression: [],
  software: { title: 'soak', version: '0' },
};
const served = design === 'clock row' ? store : naive;
const provider = new DataProvider(served, [oaiDc], settings, systemClock);
const logger = pino({ level: 'error' }, pino.destination(2));
createServer(createApp({ provider, store, repositoryIdentifier: REPOSITORY_IDENTIFIER, logger })).listen(
  port,
  '127.0.0.1',
);
