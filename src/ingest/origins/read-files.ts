import { Fault } from '../../fault.ts';
import { readMapping } from '../csv/read-mapping.ts';
import { findFiles } from '../find-files.ts';
import { formatNamed, takeFiles } from '../import-files.ts';
import type { OriginReader } from '../origin-reader.ts';

/** Files, folders and globs. */
export const readFiles: OriginReader<'files'> = async ({ source, intake, listener }) => {
  const { name, origin, encoding, format } = source;
  const mapping = origin.mapping === undefined ? undefined : await readMapping(origin.mapping);
  const { files, unread } = await findFiles(origin.files, { encoding, mapping });
  if (files.length === 0) throw new Fault(`Source ${name}: there is no file at ${origin.files.join(', ')}.`);
  return [...unread, ...(await takeFiles(files, formatNamed(format), intake, listener))];
};
