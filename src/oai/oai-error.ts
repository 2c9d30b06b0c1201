/** The eight error conditions (protocol 3.6); there are no others. */
export type OaiErrorCode =
  | 'badArgument'
  | 'badResumptionToken'
  | 'badVerb'
  | 'cannotDisseminateFormat'
  | 'idDoesNotExist'
  | 'noMetadataFormats'
  | 'noRecordsMatch'
  | 'noSetHierarchy';

/** An error that is part of a normal answer (HTTP 200). The message is for people. */
export interface OaiError {
  code: OaiErrorCode;
  message: string;
}

export function oaiError(code: OaiErrorCode, message: string): OaiError {
  return { code, message };
}
