import { type Bench, type CheckedLists, LIST_IDENTIFIERS, LIST_RECORDS } from '../bench.ts';
import type { Verified } from '../load.ts';
import { measure } from '../measure.ts';
import type { ServerProcess } from '../server-process.ts';

/** Reads all lists to their ends, untimed, and throws unless they hold what was put in. */
export async function checkLists({ corpus, tell }: Bench, endpoint: ServerProcess): Promise<CheckedLists> {
  const lists: { name: string; list: CheckedLists['lists'][number]['list']; verified: Verified }[] = [];
  for (const list of corpus.lists) {
    if (list.records === 0) continue;
    tell(`checking: ${list.name}`);
    const verified = await check(endpoint, `${LIST_RECORDS}${list.arguments}`, list.records);
    lists.push({ name: `ListRecords, ${list.name}`, list, verified });
  }
  const [whole] = lists;
  if (!whole) throw new Error('an empty corpus');
  checkSum(whole.verified, corpus.checksum, 'plain');
  const headers = await check(endpoint, LIST_IDENTIFIERS, corpus.items);
  lists.push({ name: 'ListIdentifiers, whole list', list: whole.list, verified: headers });
  return { whole: whole.verified, lists };
}

/** Reads the whole list in a content coding, and throws unless its records are those that were put in. */
export async function checkCoding({ corpus, tell }: Bench, endpoint: ServerProcess, coding: string): Promise<void> {
  tell(`checking: ${coding}`);
  checkSum(
    await check(endpoint, LIST_RECORDS, corpus.items, `Accept-Encoding: ${coding}\r\n`),
    corpus.checksum,
    coding,
  );
}

/** Reads the whole list, and throws unless it is that which was put in. */
export async function checkWhole({ corpus, tell }: Bench, endpoint: ServerProcess): Promise<Verified> {
  tell('checking: whole list, SQLite');
  const verified = await check(endpoint, LIST_RECORDS, corpus.items);
  checkSum(verified, corpus.checksum, 'SQLite');
  return verified;
}

async function check(endpoint: ServerProcess, path: string, records: number, headers = ''): Promise<Verified> {
  const { verified } = await measure(endpoint, { kind: 'verify', path, headers });
  if (verified?.records !== records) throw new Error(`${verified?.records} records instead of ${records}: ${path}`);
  return verified;
}

function checkSum({ checksum }: Verified, expected: string, coding: string): void {
  if (checksum !== expected)
    throw new Error(`the records (${coding}) are not those that were put in: another checksum`);
}
