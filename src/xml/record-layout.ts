import { escapeText } from './escape.ts';

/**
 * The literal text around the parts of a record (protocol 2.5, 3.2). Handed to the store, which puts a page
 * together without knowing XML: recordOpen, (deleted)headerOpen, identifier, afterIdentifier, datestamp,
 * afterDatestamp, for each set setOpen setSpec setClose, headerClose, body, recordClose.
 */
export const RECORD_LAYOUT = {
  escapeIdentifier: escapeText,
  recordOpen: '<record>',
  headerOpen: '<header><identifier>',
  deletedHeaderOpen: '<header status="deleted"><identifier>',
  afterIdentifier: '</identifier><datestamp>',
  afterDatestamp: '</datestamp>',
  setOpen: '<setSpec>',
  setClose: '</setSpec>',
  headerClose: '</header>',
  recordClose: '</record>\n',
  keptPlain: ['oai_dc'],
} as const;
