import { type OaiError, oaiError } from '../oai/oai-error.ts';
import { quote } from '../oai/quote.ts';
import type { AnswerContext } from './answer-context.ts';

/** Whether the repository offers the format. Prefixes are case-sensitive. */
export function offers({ formats }: Pick<AnswerContext, 'formats'>, metadataPrefix: string): boolean {
  return formats.some((format) => format.metadataPrefix === metadataPrefix);
}

export function cannotDisseminate(metadataPrefix: string): OaiError {
  return oaiError(
    'cannotDisseminateFormat',
    `This repository has no metadata format ${quote(metadataPrefix)}. ListMetadataFormats names those it has.`,
  );
}
