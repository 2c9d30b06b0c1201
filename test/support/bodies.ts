import { openStore } from '../../src/store/index.ts';
import { RECORD_LAYOUT } from '../../src/xml/record-layout.ts';

/** The body of each record, by format and identifier, read page by page. */
export async function bodies(database: string): Promise<Map<string, string>> {
  const store = await openStore(database, RECORD_LAYOUT, 0, 'write');
  const found = new Map<string, string>();
  for (const metadataPrefix of ['oai_dc', 'marc21']) {
    for (let after = 0, more = true; more; ) {
      const page = await store.readPage({
        selection: { metadataPrefix },
        limit: 1000,
        maxBytes: 1e7,
        part: 'record',
        granularity: 'seconds',
        ...(after === 0 ? {} : { after }),
      });
      const text = page.pieces.map((piece) => (Buffer.isBuffer(piece) ? piece.toString() : '')).join('');
      for (const [, id, body = ''] of text.matchAll(/<identifier>([^<]+).*?(<metadata>.*?<\/metadata>)/gs)) {
        found.set(`${metadataPrefix} ${id}`, body);
      }
      ({ last: after, more } = page);
    }
  }
  await store.close();
  return found;
}
