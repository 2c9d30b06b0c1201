/**
 * The style sheet of all pages, inlined in each. Logical properties only, so that it holds for right-to-left too; both
 * colour schemes keep to the contrast of WCAG 2.1 AA (test/pages checks them with axe).
 */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #ffffff;
  --shade: #f4f5f7;
  --ink: #1c2126;
  --quiet: #545d68;
  --line: #d5d9de;
  --link: #0a53a8;
  --visited: #5b3f9e;
  --warn: #8a1c1c;
  --warn-shade: #fdf1f0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15181c;
    --shade: #1f242a;
    --ink: #e6e9ec;
    --quiet: #a8b1bb;
    --line: #3a424b;
    --link: #85bbff;
    --visited: #c3b0ff;
    --warn: #ffb4ab;
    --warn-shade: #35201f;
  }
}
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0;
  background: var(--paper);
  color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif;
  overflow-wrap: anywhere;
}
.band { border-block-end: 1px solid var(--line); background: var(--shade); }
.band > div, main, body > footer { max-inline-size: 62rem; margin-inline: auto; padding-inline: 1.25rem; }
.band > div { display: flex; flex-wrap: wrap; align-items: baseline; gap: .25rem 2rem; padding-block: .8rem; }
.site { font-weight: 650; font-size: 1.05rem; color: inherit; text-decoration: none; }
.site:hover { text-decoration: underline; }
.site:visited { color: inherit; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 0; padding: 0; list-style: none; }
nav a { display: inline-block; padding-block: .15rem; }
nav a, nav a:visited { color: var(--link); }
nav a[aria-current] { color: var(--ink); font-weight: 600; text-decoration: none; border-block-end: 2px solid currentColor; }
main { padding-block: 1.75rem 3rem; }
body > footer { padding-block: 1rem 2rem; color: var(--quiet); font-size: .875rem; border-block-start: 1px solid var(--line); }
body > footer p { margin: 0; }
h1, h2, h3 { line-height: 1.25; text-wrap: balance; margin-block: 1.8em .5em; }
h1 { font-size: clamp(1.4rem, 1.1rem + 1.6vw, 1.9rem); margin-block-start: 0; }
h2 { font-size: 1.25rem; }
h3 { font-size: 1.05rem; }
p, ul, ol, dl, table, pre { margin-block: 0 1rem; }
a { color: var(--link); text-underline-offset: .15em; text-decoration-thickness: from-font; }
a:visited { color: var(--visited); }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 2px; }
.skip { position: absolute; inset-block-start: 0; inset-inline-start: 0; padding: .6rem 1rem; background: var(--paper); z-index: 1; transform: translateY(-120%); }
.skip:focus { transform: none; }
code, pre, .tree { font-family: ui-monospace, "Cascadia Mono", "SFMono-Regular", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .875em; }
time { white-space: nowrap; }
.quiet { color: var(--quiet); }
.lead { font-size: 1.1rem; max-inline-size: 44rem; }
.prose { max-inline-size: 44rem; }
.tag { display: inline-block; padding: 0 .45em; border: 1px solid var(--line); border-radius: 3px; background: var(--shade); color: var(--quiet); font-size: .8125rem; }
.warn { border-color: currentColor; background: var(--warn-shade); color: var(--warn); }
.error { border: 1px solid var(--line); border-inline-start: 4px solid var(--warn); background: var(--warn-shade); padding: .9rem 1.1rem; margin-block: 0 1rem; }
.error > :last-child, .box > :last-child { margin-block-end: 0; }
.error h2 { margin-block: 0 .3rem; font-size: 1.1rem; }
.error p { margin-block: 0 .3rem; }
.box { border: 1px solid var(--line); background: var(--shade); padding: .9rem 1.1rem; margin-block: 0 1rem; }
.fields { display: grid; grid-template-columns: minmax(8rem, 13rem) minmax(0, 1fr); gap: .3rem 1.5rem; }
.fields dt { color: var(--quiet); grid-column: 1; }
.fields dd { margin: 0; grid-column: 2; }
.fields dd + dd { margin-block-start: -.1rem; }
.text { white-space: pre-line; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; inline-size: 100%; }
th, td { text-align: start; vertical-align: top; padding: .45rem 1rem .45rem 0; padding-inline: 0 1rem; border-block-end: 1px solid var(--line); }
thead th { color: var(--quiet); font-weight: 600; font-size: .875rem; }
tbody th { font-weight: 600; }
.records, .plain { list-style: none; padding: 0; }
.records > li { border-block-end: 1px solid var(--line); padding-block: 1rem; }
.records > li:first-child { border-block-start: 1px solid var(--line); }
.records h2 { font-size: 1.1rem; margin-block: 0 .3rem; }
.records p, .records dl { margin-block: 0 .5rem; }
.links { display: flex; flex-wrap: wrap; gap: .2rem 1.25rem; font-size: .9375rem; list-style: none; padding: 0; }
.pages { display: flex; flex-wrap: wrap; align-items: baseline; gap: .5rem 1.5rem; margin-block: 1rem; }
.pages p { margin: 0; }
.next, button { display: inline-block; padding: .45rem 1rem; border: 1px solid var(--link); border-radius: 4px; background: var(--link); color: var(--paper); font: inherit; font-weight: 600; text-decoration: none; cursor: pointer; }
.next:visited { color: var(--paper); }
.next:hover, button:hover { text-decoration: underline; }
.tree ul { list-style: none; margin: 0; padding-inline-start: 1.25rem; border-inline-start: 1px solid var(--line); }
.tree > ul { padding-inline-start: 0; border: 0; }
.tree li { margin-block: .1rem; }
.tree .name { color: var(--quiet); }
.tree .value { font-family: system-ui, sans-serif; font-size: 1.0625em; white-space: pre-wrap; }
.tabs { margin-block: 0 1rem; border-block-end: 1px solid var(--line); }
.sets li { padding-block: .2rem; }
.sets p { margin-block: 0; }
.depth-2 { margin-inline-start: 1.5rem; }
.depth-3 { margin-inline-start: 3rem; }
.depth-4 { margin-inline-start: 4.5rem; }
.depth-5 { margin-inline-start: 6rem; }
.depth-6 { margin-inline-start: 7.5rem; }
.form + hr { border: 0; border-block-start: 1px solid var(--line); margin-block: 1.25rem; }
#request { margin-block-start: 3rem; }
details { border: 1px solid var(--line); margin-block: 0 -1px; }
summary { padding: .55rem 1rem; cursor: pointer; font-weight: 600; background: var(--shade); }
details > :not(summary) { padding: 1rem; margin: 0; }
summary .quiet { font-weight: 400; }
.form { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); gap: .9rem 1.25rem; align-items: start; }
.form p { margin: 0; }
.form p:last-child { grid-column: 1 / -1; }
.form label { display: block; font-weight: 600; font-size: .9375rem; }
.form small { display: block; color: var(--quiet); font-weight: 400; font-size: .8125rem; }
.form .whole { grid-column: 1 / -1; }
input, select { inline-size: 100%; font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--quiet); border-radius: 4px; padding: .4rem .6rem; margin-block-start: .2rem; }
@media (max-width: 40rem) {
  nav ul { column-gap: .85rem; }
  .fields { display: block; }
  .fields dt { margin-block-start: .6rem; font-size: .875rem; }
  .fields dt:first-child { margin-block-start: 0; }
}
@media print {
  :root { color-scheme: light; --paper: #fff; --shade: #fff; --ink: #000; --quiet: #333; --line: #999; --link: #000; --visited: #000; --warn: #000; --warn-shade: #fff; }
  nav, form, .skip, .next, .links, .request { display: none; }
  body { font-size: 10.5pt; }
  .band > div, main, body > footer { max-inline-size: none; padding-inline: 0; }
  .records > li, .error, tr { break-inside: avoid; }
  a { text-decoration: none; }
}
`;
