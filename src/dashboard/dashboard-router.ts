import { type Request, type Response, Router } from 'express';
import { Fault } from '../fault.ts';
import { html, type Markup } from '../pages/html.ts';
import { pageHeaders } from '../pages/page-headers.ts';
import { summaries } from '../usage/harvester-summary.ts';
import { UsageReader } from '../usage/usage-reader.ts';
import { type DashboardPage, dashboardPage } from './dashboard-page.ts';
import type { DashboardParts } from './dashboard-parts.ts';
import { harvesterBody } from './harvester-page.ts';
import { harvestersTable } from './harvesters-table.ts';
import { overviewJson, readOverview } from './overview.ts';
import { overviewBody } from './overview-page.ts';
import { rangeLinks, rangeOf } from './range.ts';
import { sourcesBody } from './sources-page.ts';
import { storeBody } from './store-page.ts';
import { DASHBOARD_STYLE } from './style.ts';

const HEADERS = pageHeaders([DASHBOARD_STYLE]);

/** The dashboard: pages that only show, below `/dashboard`, and `/dashboard.json`. Who may see it is for others to say. */
export function createDashboardRouter(parts: DashboardParts): Router {
  const router = Router({ caseSensitive: true });

  const send = (
    request: Request,
    response: Response,
    page: Omit<DashboardPage, 'repositoryName' | 'now' | 'refresh'>,
    status = 200,
  ) => {
    const refresh = refreshOf(queryOf(request).get('refresh'));
    const text = dashboardPage({ ...page, repositoryName: parts.repositoryName, now: parts.clock.now(), refresh });
    response.status(status).set(HEADERS).set('Cache-Control', 'no-store').end(text);
  };

  /** What is read of the usage file, if there is one; else why there is none. */
  const withUsage = async (work: (usage: UsageReader) => Promise<Markup> | Markup): Promise<Markup> => {
    const usage = openUsage(parts.usageFile);
    if (typeof usage === 'string') return html`<div class="box"><p>${usage}</p></div>`;
    try {
      return await work(usage);
    } finally {
      usage.close();
    }
  };

  router.get('/dashboard', async (request, response) => {
    const now = parts.clock.now();
    const range = rangeOf(queryOf(request).get('days') ?? undefined, now);
    const body = await withUsage(async (usage) => overviewBody(await readOverview(usage, parts, range), now));
    send(request, response, { title: 'Overview', path: '/dashboard', body });
  });

  router.get('/dashboard.json', async (request, response) => {
    const now = parts.clock.now();
    const range = rangeOf(queryOf(request).get('days') ?? undefined, now);
    const usage = openUsage(parts.usageFile);
    if (typeof usage === 'string') {
      response.status(503).json({ error: usage });
      return;
    }
    try {
      response.json(overviewJson(await readOverview(usage, parts, range), now));
    } finally {
      usage.close();
    }
  });

  router.get('/dashboard/harvesters', async (request, response) => {
    const now = parts.clock.now();
    const range = rangeOf(queryOf(request).get('days') ?? '30', now);
    const body = await withUsage(
      (usage) =>
        html`${rangeLinks('/dashboard/harvesters', range)}${harvestersTable(summaries(usage, range.from, now))}`,
    );
    send(request, response, { title: 'Harvesters', path: '/dashboard/harvesters', body });
  });

  router.get('/dashboard/harvesters/:id', async (request, response) => {
    const now = parts.clock.now();
    const range = rangeOf(queryOf(request).get('days') ?? undefined, now);
    let title: string | undefined;
    const body = await withUsage((usage) => {
      const harvester = /^\d{1,15}$/.test(request.params.id) ? usage.harvester(Number(request.params.id)) : undefined;
      title = harvester?.name;
      return harvester
        ? harvesterBody(harvester, usage, range, now)
        : html`<p>There is no such harvester any more. <a href="/dashboard/harvesters">All harvesters</a></p>`;
    });
    send(request, response, { title: title ?? 'No such harvester', body }, title === undefined ? 404 : 200);
  });

  router.get('/dashboard/store', async (request, response) => {
    const usage = openUsage(parts.usageFile);
    try {
      const body = await storeBody(parts, typeof usage === 'string' ? undefined : usage, parts.clock.now());
      send(request, response, { title: 'Store', path: '/dashboard/store', body });
    } finally {
      if (typeof usage !== 'string') usage.close();
    }
  });

  router.get('/dashboard/sources', async (request, response) => {
    send(request, response, {
      title: 'Sources and quarantine',
      path: '/dashboard/sources',
      body: await sourcesBody(parts),
    });
  });

  return router;
}

/** The usage file; or in words why there is nothing to read. */
function openUsage(file: string | undefined): UsageReader | string {
  if (file === undefined)
    return 'It is not recorded who harvests. Name a file for it with OAI_USAGE, and start the server again.';
  try {
    return UsageReader.open(file) ?? `There is no usage file ${file} yet: look into the log, where it stays away.`;
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
}

/** Read by itself: the application may have no query parser. */
function queryOf({ url }: Request): URLSearchParams {
  return new URL(url, 'http://localhost').searchParams;
}

/** Seconds after which a page loads itself again, where that is asked for: ten to a thousand. */
function refreshOf(text: string | null): number | undefined {
  return text !== null && /^[1-9]\d{1,2}$/.test(text) ? Number(text) : undefined;
}
