import { html, type Markup } from '../pages/html.ts';
import { htmlDocument } from '../pages/html-document.ts';
import { inMinutes } from './moments.ts';
import { DASHBOARD_STYLE } from './style.ts';

const ENTRIES = [
  ['/dashboard', 'Overview'],
  ['/dashboard/harvesters', 'Harvesters'],
  ['/dashboard/store', 'Store'],
  ['/dashboard/sources', 'Sources and quarantine'],
] as const;

export interface DashboardPage {
  title: string;
  /** Which entry of the navigation it is, where it is one. */
  path?: (typeof ENTRIES)[number][0];
  repositoryName: string;
  now: number;
  /** Seconds after which the browser is to load it again; undefined: it is not. */
  refresh?: number | undefined;
  body: Markup;
}

/** A page of the dashboard, to be sent with pageHeaders([DASHBOARD_STYLE]). */
export function dashboardPage({ title, path, repositoryName, now, refresh, body }: DashboardPage): string {
  return htmlDocument({
    title,
    name: `${repositoryName}: dashboard`,
    home: '/dashboard',
    navigation: {
      label: 'Dashboard',
      entries: ENTRIES.map(([entry, text]) => ({ path: entry, text, current: entry === path })),
    },
    styles: [DASHBOARD_STYLE],
    head: refresh === undefined ? [] : [html`<meta http-equiv="refresh" content="${refresh}">`],
    body: html`<h1>${title}</h1>\n${body}`,
    footer: html`<p>As of ${inMinutes(now)} UTC. All times are UTC. Harvesters are told apart by what they say of themselves.</p>`,
  });
}
