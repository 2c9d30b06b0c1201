import express from 'express';
import { pino } from 'pino';
import type { DashboardParts } from '../../src/dashboard/dashboard-parts.ts';
import { createDashboardRouter } from '../../src/dashboard/dashboard-router.ts';
import { HttpServer } from '../../src/http/http-server.ts';
import { Readiness } from '../../src/http/readiness.ts';
import { Metrics } from '../../src/operator/metrics.ts';
import { createOperatorApp } from '../../src/operator/operator-app.ts';
import type { Endpoint } from './endpoint.ts';
import { RecorderUnderTest } from './recorder-under-test.ts';
import { TestClock } from './test-clock.ts';

/** The operator's server of an endpoint, with a usage file that tests write. */
export class DashboardUnderTest {
  readonly usage: RecorderUnderTest;
  readonly clock: TestClock;
  readonly #server: HttpServer;
  port = 0;

  constructor(endpoint: Endpoint, parts: Partial<DashboardParts> = {}, token?: string) {
    this.clock = new TestClock('2026-03-15T10:20:00Z');
    this.usage = new RecorderUnderTest({}, this.clock);
    const dashboard = createDashboardRouter({
      repositoryName: 'Test repository',
      baseUrl: endpoint.settings.baseUrl,
      usageFile: this.usage.file,
      storeFile: undefined,
      store: endpoint.store,
      sources: async () => [],
      clock: this.clock,
      ...parts,
    });
    const app = createOperatorApp({
      token,
      readiness: new Readiness(endpoint.store.answers),
      metrics: new Metrics('0.0.0-test'),
      pages: [dashboard],
      logger: pino({ level: 'silent' }),
    });
    this.#server = new HttpServer(express().use(app));
  }

  async start(): Promise<void> {
    this.port = await this.#server.listen(0, '127.0.0.1');
  }

  /** GET; the body as text. */
  async get(path: string, headers: Record<string, string> = {}) {
    const response = await fetch(`http://127.0.0.1:${this.port}${path}`, { headers });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  async stop(): Promise<void> {
    this.usage.stop();
    await this.#server.stop(0);
  }
}
