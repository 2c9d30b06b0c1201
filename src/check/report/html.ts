import { html } from 'hono/html';
import type { CheckReport, FoundFault, Verdict } from '../check-report.ts';
import { byReason, countsOf } from './text.ts';

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
  table { border-collapse: collapse; } th, td { text-align: start; padding: 0.3rem 1rem 0.3rem 0; }
  article { border-inline-start: 0.3rem solid; padding-inline-start: 1rem; margin-block: 1.5rem; }
  .error { border-color: #b3261e; } .warning { border-color: #b07000; } .hint { border-color: #4b7bb5; }
  code { overflow-wrap: anywhere; } h3 { margin-block: 0; }
`;

/** One page that needs nothing else: no script, no font, no picture. Every value is escaped. */
export async function reportAsHtml(report: CheckReport): Promise<string> {
  const { address, repositoryName, checkedAt, requests, ended, verdicts, faults, passed, skipped } = report;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Check of ${repositoryName ?? address}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Check of ${repositoryName ?? address}</h1>
<p><code>${address}</code>, checked ${checkedAt} with ${requests} requests.</p>
${ended === undefined ? '' : html`<p><strong>Not everything was asked:</strong> ${ended}.</p>`}
<table>
<thead><tr><th scope="col">Rules</th><th scope="col">Verdict</th><th scope="col">Found</th></tr></thead>
<tbody>${verdicts.map((verdict) => html`<tr><th scope="row">${verdict.title}</th><td>${verdict.verdict}</td><td>${countsOf(verdict)}</td></tr>`)}</tbody>
</table>
${verdicts.map((verdict) => section(verdict, faults))}
<h2>Kept</h2>
<ul>${passed.map(({ rule, title }) => html`<li>${rule}: ${title}</li>`)}</ul>
<h2>Not tried</h2>
<ul>${[...byReason(skipped)].map(([reason, rules]) => html`<li>${reason}: ${rules.join(', ')}</li>`)}</ul>
</main>
</body>
</html>
`;
  return String(await page);
}

function section({ scope, title }: Verdict, faults: readonly FoundFault[]): ReturnType<typeof html> | string {
  const own = faults.filter(({ scopes }) => scopes[0] === scope);
  return own.length === 0 ? '' : html`<h2>${title}</h2>${own.map(article)}`;
}

function article({ rule, severity, title, mend, count, examples }: FoundFault): ReturnType<typeof html> {
  const shown = examples.map(
    ({ method, url, body, seen }) =>
      html`<li>${seen}<br><code>${method} ${url}${body === undefined ? '' : ` with ${body}`}</code></li>`,
  );
  return html`<article class="${severity}">
<h3>${severity}: ${title}</h3>
<p>${rule}, ${count}×</p>
<ul>${shown}</ul>
<p><strong>Mend:</strong> ${mend}</p>
</article>`;
}
