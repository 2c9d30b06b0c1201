import { type OaiError, oaiError } from '../oai/oai-error.ts';
import type { AnswerContext, VerbAnswer } from './answer-context.ts';
import { cannotDisseminate, offers } from './offers.ts';

/** Protocol 4.1. A deleted record is a record too: its header alone. */
export async function getRecord(
  { identifier, metadataPrefix }: { identifier: string; metadataPrefix: string },
  context: AnswerContext,
): Promise<VerbAnswer> {
  const offered = offers(context, metadataPrefix);
  const reading = await context.store.readRecord(identifier, metadataPrefix, context.settings.granularity);
  const errors: OaiError[] = [];
  if (reading.found === 'noSuchItem') {
    errors.push(oaiError('idDoesNotExist', 'No item of this repository has this identifier.'));
  }
  if (!offered) errors.push(cannotDisseminate(metadataPrefix));
  else if (reading.found === 'noSuchFormat') {
    errors.push(oaiError('cannotDisseminateFormat', `This item is not available in ${metadataPrefix}.`));
  }
  if (errors.length > 0 || reading.found !== 'record') return { high: reading.high, errors };
  return { high: reading.high, content: [reading.bytes] };
}
