import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Fault } from '../../fault.ts';
import { httpGet } from '../../harvest/http-get.ts';
import { redact } from '../../harvest/redact.ts';
import { readMapping } from '../csv/read-mapping.ts';
import { csv } from '../csv.ts';
import { formatNamed, takeFiles } from '../import-files.ts';
import type { OriginReader } from '../origin-reader.ts';
import { SourceFile } from '../source-file.ts';

/** Largest file that is fetched, in bytes, decoded. */
const LARGEST = 16 * 1024 ** 3;

/** One file at an http(s) URL: fetched whole first, so that a connection that breaks changes nothing. */
export const readUrl: OriginReader<'url'> = async ({ source, intake, parts, listener }) => {
  const { name, origin, encoding, format, allowPrivate } = source;
  const mapping = origin.mapping === undefined ? undefined : await readMapping(origin.mapping);
  const folder = await mkdtemp(join(tmpdir(), 'oai-pmh-fetch-'));
  try {
    const response = await httpGet(origin.url, {
      allowPrivate,
      maxBytes: LARGEST,
      totalSeconds: 6 * 3600,
      ...(parts.stop ? { signal: parts.stop } : {}),
    });
    if (response.status !== 200) {
      response.discard();
      throw new Fault(`Source ${name}: ${redact(origin.url)} answered with HTTP status ${response.status}.`);
    }
    // Without the query, which may hold secrets: what was refused in it is found again by this path.
    const { origin: host, pathname } = new URL(origin.url);
    const readFrom = join(folder, 'fetched');
    await pipeline(response.body, createWriteStream(readFrom));
    const localId = (basename(pathname) || 'file').replace(/(?<=.)\.[^.]*$/, '');
    const file = new SourceFile(host + pathname, localId, encoding, { mapping, readFrom });
    return await takeFiles(
      [{ file, ...(await file.state()), named: true }],
      formatNamed(mapping ? csv.name : format),
      intake,
      listener,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
