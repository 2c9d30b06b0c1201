/** The style sheet of the dashboard, behind the one of all pages. */
export const DASHBOARD_STYLE = `
.band > div, main, body > footer { max-inline-size: 78rem; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr)); gap: .75rem; margin-block: 0 1.5rem; }
.figures div { border: 1px solid var(--line); background: var(--shade); padding: .6rem .9rem; }
.figures dt { color: var(--quiet); font-size: .8125rem; }
.figures dd { margin: 0; font-size: 1.35rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
td, th { overflow-wrap: normal; }
th .quiet { font-weight: 400; }
.progress { white-space: nowrap; }
.long { overflow-wrap: anywhere; min-inline-size: 12rem; }
figure { margin: 0 0 1.5rem; }
figcaption { font-weight: 600; margin-block-end: .4rem; }
.plot { display: block; inline-size: 100%; min-inline-size: 40rem; block-size: auto; border: 1px solid var(--line); border-block-end: 0; }
.plot text { fill: var(--quiet); font: 12px system-ui, sans-serif; }
.plot .grid { stroke: var(--line); stroke-width: 1; }
.plot .bar, .share rect { fill: var(--link); }
.plot .line { fill: none; stroke: var(--link); stroke-width: 2; }
.plot .area { fill: var(--link); opacity: .15; }
.plot .goal { stroke: var(--quiet); stroke-dasharray: 5 4; }
.share { display: inline-block; inline-size: 8rem; block-size: .7rem; background: var(--shade); border: 1px solid var(--line); vertical-align: baseline; }
progress { inline-size: 9rem; accent-color: var(--link); }
.ranges { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; padding: 0; }
.ranges [aria-current] { color: var(--ink); font-weight: 600; text-decoration: none; }
`;
