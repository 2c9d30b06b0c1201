import { hash } from 'node:crypto';
import type { Clock } from '../../src/clock.ts';
import { createCrosswalks } from '../../src/formats/index.ts';
import { openStore } from '../../src/store/index.ts';
import type { Piece } from '../../src/store/packed.ts';
import type { Store } from '../../src/store/store.ts';
import { DataProvider } from '../../src/verbs/data-provider.ts';
import { RECORD_LAYOUT } from '../../src/xml/record-layout.ts';

const SETTINGS = {
  repositoryName: 'Test repository',
  baseUrl: 'https://oai.example.org/oai',
  adminEmails: ['oai@example.org'],
  granularity: 'seconds',
  pageSize: 7,
  maxPageBytes: 5_000_000,
  setsPageSize: 3,
  tokenTtl: undefined,
  compression: [],
  software: { title: 'oai-pmh-endpoint', version: '0.0.0-test' },
} as const;

/** Runs work with what answers requests out of a store: its query, and the bytes of the answer. */
export async function answering<T>(
  database: string,
  clock: Clock,
  work: (ask: (query: string, packed?: boolean) => Promise<string>, store: Store) => Promise<T>,
): Promise<T> {
  const store = await openStore(database, RECORD_LAYOUT, clock.now(), 'write');
  try {
    const formats = createCrosswalks({ schemasUrl: 'https://oai.example.org/schemas/' });
    const provider = new DataProvider(store, formats, SETTINGS, clock);
    return await work(async (query, packed = false) => {
      const words = [...new URLSearchParams(query)].map(([name, value]) => ({ name, value }));
      return bytesOf(await provider.answer(words, { packed }));
    }, store);
  } finally {
    await store.close();
  }
}

/** Plain pieces as text, packed ones as a checksum of how they are packed. */
function bytesOf(pieces: readonly Piece[]): string {
  return pieces
    .map((piece) => (Buffer.isBuffer(piece) ? piece.toString() : `{packed ${hash('sha256', piece.packed)}}`))
    .join('');
}

/** Whatever a store answers: every verb, every list to its end, whole and by set, plain and as it is kept packed. */
export async function allAnswers(database: string, clock: Clock): Promise<Map<string, string>> {
  return answering(database, clock, async (ask) => {
    const answers = new Map<string, string>();
    const list = async (first: string, packed: boolean) => {
      const verb = /verb=\w+/.exec(first)?.[0] ?? '';
      for (let query = first; ; ) {
        const answer = await ask(query, packed);
        answers.set(`${packed} ${query}`, answer);
        const token = /<resumptionToken[^>]*>([^<]+)</.exec(answer)?.[1];
        if (token === undefined) return;
        query = `${verb}&resumptionToken=${token}`;
      }
    };
    for (const query of ['verb=Identify', 'verb=ListMetadataFormats', 'verb=ListSets']) await list(query, false);
    const formats = matches(answers.get('false verb=ListMetadataFormats'), /<metadataPrefix>([^<]+)/g);
    const sets = [...answers.values()].flatMap((answer) => matches(answer, /<setSpec>([^<]+)/g));
    for (const verb of ['ListRecords', 'ListIdentifiers']) {
      for (const prefix of formats) {
        await list(`verb=${verb}&metadataPrefix=${prefix}`, false);
        await list(`verb=${verb}&metadataPrefix=${prefix}`, true);
        for (const set of sets) await list(`verb=${verb}&metadataPrefix=${prefix}&set=${set}`, false);
      }
    }
    return answers;
  });
}

function matches(text: string | undefined, pattern: RegExp): string[] {
  return [...(text ?? '').matchAll(pattern)].map(([, found = '']) => found);
}
