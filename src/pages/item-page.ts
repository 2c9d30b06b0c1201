import type { Item } from '../items/item.ts';
import { escapeAttribute, escapeText } from '../xml/escape.ts';

/** A minimal page of one item, so that dc:identifier leads somewhere. */
export function itemPage(item: Item, recordUrl: string): string {
  const { titles, agents = [], abstracts = [], links = [], files = [] } = item;
  const [main] = titles;
  const names = agents.map(({ family, given, literal }) => literal ?? [family, given].filter(Boolean).join(', '));
  const urls = [...links, ...files.map(({ uri }) => uri)].filter((url) => /^https?:/i.test(url));
  const body = [
    ...titles.map(({ text, lang }, index) => paragraph(index === 0 ? 'h1' : 'p', text, lang)),
    ...(names.length > 0 ? [paragraph('p', names.join('; '))] : []),
    ...abstracts.map(({ text, lang }) => paragraph('p', text, lang)),
    ...urls.map((url) => `<p><a href="${escapeAttribute(url)}">${escapeText(url)}</a></p>`),
    `<p><code>${escapeText(item.identifier)}</code> · <a href="${escapeAttribute(recordUrl)}">Dublin Core record</a></p>`,
  ];
  return htmlPage(main?.text ?? item.identifier, body.join('\n'));
}

/** The page of an item that is gone (HTTP 410). */
export function tombstonePage(identifier: string): string {
  return htmlPage('Deleted', `<h1>This item has been deleted</h1>\n<p><code>${escapeText(identifier)}</code></p>`);
}

function paragraph(tag: string, text: string, lang?: string): string {
  const language = lang === undefined ? '' : ` lang="${escapeAttribute(lang)}"`;
  return `<${tag}${language} dir="auto">${escapeText(text)}</${tag}>`;
}

function htmlPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeText(title)}</title>
</head>
<body>
${body}
</body>
</html>
`;
}
