import type { HttpConnection } from './http-connection.ts';
import { countOf, endOf, textOf } from './list-page.ts';
import type { Verified } from './load.ts';
import { RecordDigest } from './record-digest.ts';

const RECORD =
  /<record><header(?: status="deleted")?><identifier>([^<]*)<\/identifier><datestamp>[^<]*<\/datestamp>(?:<setSpec>[^<]*<\/setSpec>)*<\/header>(.*?)<\/record>/gs;

/**
 * Reads a list to its end, and takes a checksum of what it got. Throws when a page does not hold the records that the
 * next one's cursor counts, or the list not (about) as many as its completeListSize says.
 */
export async function verifyList(connection: HttpConnection, path: string, headers = ''): Promise<Verified> {
  const digest = new RecordDigest();
  const paths: string[] = [];
  const counts: number[] = [];
  let records = 0;
  let bodyBytes = 0;
  for (let next: string | undefined = path; next !== undefined; ) {
    const reply = await connection.get(next, { headers });
    if (reply.status !== 200) throw new Error(`HTTP ${reply.status} for ${next}`);
    const text = textOf(reply);
    const count = countOf(text);
    if (count === 0) throw new Error(`no record in the answer to ${next}:\n${text.slice(0, 1000)}`);
    const end = endOf(text, next);
    if (end.cursor !== records)
      throw new Error(`${records} records came before ${next}, whose cursor is ${end.cursor}`);
    let whole = 0;
    for (const [, identifier = '', body = ''] of text.matchAll(RECORD)) {
      digest.add(identifier, body, 'latin1');
      bodyBytes += body.length;
      whole += 1;
    }
    if (whole !== count && next.includes('verb=ListRecords')) {
      throw new Error(`${count} headers and ${whole} records in the answer to ${next}`);
    }
    records += count;
    paths.push(next);
    counts.push(count);
    next = end.next;
    if (next === undefined) checkSize(path, end.completeListSize ?? records, records);
  }
  return { records, checksum: digest.hex(), paths, counts, bodyBytes };
}

/** The size of a list between two dates may be an estimate. */
function checkSize(path: string, said: number, records: number): void {
  const tolerance = /[?&](?:from|until)=/.test(path) ? Math.max(100, records * 0.05) : 0;
  if (Math.abs(said - records) > tolerance) throw new Error(`${records} records in a list of ${said}: ${path}`);
}
