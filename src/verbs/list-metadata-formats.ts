import { oaiError } from '../oai/oai-error.ts';
import { metadataFormat } from '../xml/fragments.ts';
import type { AnswerContext, VerbAnswer } from './answer-context.ts';

/** Protocol 4.4: all formats, or those in which one item has a record that is not deleted. */
export async function listMetadataFormats(
  { identifier }: { identifier?: string },
  { store, formats }: AnswerContext,
): Promise<VerbAnswer> {
  if (identifier === undefined) {
    const { high } = await store.readState();
    return { high, content: formats.map(metadataFormat) };
  }
  const { high, known, metadataPrefixes } = await store.readItemFormats(identifier);
  if (!known) return { high, errors: [oaiError('idDoesNotExist', 'No item of this repository has this identifier.')] };
  const available = formats.filter(({ metadataPrefix }) => metadataPrefixes.includes(metadataPrefix));
  return available.length > 0
    ? { high, content: available.map(metadataFormat) }
    : { high, errors: [oaiError('noMetadataFormats', 'This item is deleted: no format is available for it.')] };
}
