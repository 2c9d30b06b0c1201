import type { Router } from 'express';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { createDashboardRouter } from '../dashboard/dashboard-router.ts';
import type { Store } from '../store/store.ts';
import { sourceStatuses } from './source-statuses.ts';

/** The dashboard of a server on this store. */
export function dashboardOf(config: Config, store: Store, clock: Clock): Router {
  const { repositoryName, baseUrl, usage: usageFile, database, sources } = config;
  return createDashboardRouter({
    repositoryName,
    baseUrl,
    usageFile,
    storeFile: /^postgres(ql)?:/i.test(database) ? undefined : database,
    store,
    sources: async () => sourceStatuses(sources, await store.sources.runs(), clock.now()),
    clock,
  });
}
