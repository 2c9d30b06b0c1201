/**
 * The endpoint as a library: `app.use('/oai', createOaiRouter(new DataProvider(store.answers, crosswalks, settings, systemClock), logger))`,
 * where `crosswalks` are `createCrosswalks({ schemasUrl: 'https://your.site/schemas/' })`, and
 * `app.use('/schemas', createSchemaRouter())`. See docs/embedding.md.
 */
export { type Clock, systemClock } from './clock.ts';
export { Fault } from './fault.ts';
export type { Crosswalk, RenderContext } from './formats/format.ts';
export { createCrosswalks } from './formats/index.ts';
export { createApp } from './http/app.ts';
export { CONTENT_CODINGS } from './http/content-coding.ts';
export type { Limits } from './http/limits.ts';
export { createOaiRouter } from './http/oai-router.ts';
export type { ObservingOptions } from './http/observe-requests.ts';
export type { OaiReport, RequestObserver, RequestReport } from './http/request-report.ts';
export { createSchemaRouter } from './http/schema-router.ts';
export { type Item, ItemSchema } from './items/item.ts';
export { openStore } from './store/index.ts';
export type * from './store/store.ts';
export type { RepositorySettings } from './verbs/answer-context.ts';
export { DataProvider } from './verbs/data-provider.ts';
export { RECORD_LAYOUT } from './xml/record-layout.ts';
