import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { readSoakSettings } from './soak-settings.ts';

/**
 * Harvests again and again by the book, taking pages of one list from all servers in turn, until SIGTERM; then
 * once more to the end, and writes its mirror down.
 */
const { baseUrls, set, granularity, mirrorPath } = readSoakSettings();
const mirror = new Map<string, string>();
let from: string | undefined;
let stopping = false;
let turn = 0;
let pages = 0;
let lists = 0;
process.once('SIGTERM', () => {
  stopping = true;
});

/** Servers die in the middle of an answer: the same request is then sent to the next one. */
async function ask(query: Record<string, string>): Promise<string> {
  for (;;) {
    turn += 1;
    const url = `${baseUrls[turn % baseUrls.length]}?${new URLSearchParams({ verb: 'ListRecords', ...query })}`;
    try {
      const response = await fetch(url);
      const text = await response.text();
      if (response.status === 200 && text.endsWith('</OAI-PMH>')) return text;
    } catch {
      // Down; it will be back.
    }
    await sleep(30);
  }
}

function take(text: string): void {
  pages += 1;
  for (const [record] of text.matchAll(/<record>.*?<\/record>/gs)) {
    const identifier = /<identifier>(.*?)<\/identifier>/.exec(record)?.[1] ?? '';
    const title = /<dc:title>(.*?)<\/dc:title>/.exec(record)?.[1];
    mirror.set(identifier, record.includes('status="deleted"') ? 'deleted' : (title ?? 'broken'));
  }
}

async function harvestOnce(): Promise<void> {
  const selection = { metadataPrefix: 'oai_dc', ...(set ? { set } : {}), ...(from ? { from } : {}) };
  let text = await ask(selection);
  const next = /<responseDate>(.*?)<\/responseDate>/.exec(text)?.[1] ?? '';
  for (;;) {
    if (text.includes('code="badResumptionToken"')) return;
    take(text);
    const token = /<resumptionToken[^>]*>([^<]+)</.exec(text)?.[1];
    if (token === undefined) break;
    text = await ask({ resumptionToken: token });
  }
  lists += 1;
  from = granularity === 'day' ? next.slice(0, 10) : next;
}

while (!stopping) {
  await harvestOnce();
  await sleep(20);
}
await harvestOnce();
await harvestOnce();
writeFileSync(mirrorPath, JSON.stringify({ mirror: [...mirror], pages, lists }));
