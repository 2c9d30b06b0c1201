import { formatDatestamp } from '../oai/datestamp.ts';
import { GRANULARITY_LITERAL } from '../oai/granularity.ts';
import { isModelIdentifier, toOaiIdentifier } from '../oai/identifier.ts';
import { oaiIdentifierDescription, toolkitDescription } from '../xml/descriptions.ts';
import { element } from '../xml/element.ts';
import { description } from '../xml/fragments.ts';
import type { AnswerContext, VerbAnswer } from './answer-context.ts';

/** Protocol 4.2. Deletions are kept for ever, so deletedRecord is always persistent. */
export async function identify({ store, settings }: AnswerContext): Promise<VerbAnswer> {
  const { high, earliest, repositoryIdentifier } = await store.readState();
  const elements = [
    element('repositoryName', settings.repositoryName),
    element('baseURL', settings.baseUrl),
    element('protocolVersion', '2.0'),
    ...settings.adminEmails.map((email) => element('adminEmail', email)),
    element('earliestDatestamp', formatDatestamp(earliest, settings.granularity)),
    element('deletedRecord', 'persistent'),
    element('granularity', GRANULARITY_LITERAL[settings.granularity]),
    ...settings.compression.map((coding) => element('compression', coding)),
  ].map((line) => `${line}\n`);
  if (repositoryIdentifier !== undefined) {
    const sampleIdentifier = await store.readSampleIdentifier();
    const sample =
      sampleIdentifier !== undefined && isModelIdentifier(sampleIdentifier, repositoryIdentifier)
        ? sampleIdentifier
        : toOaiIdentifier('sample', repositoryIdentifier);
    elements.push(description(oaiIdentifierDescription(repositoryIdentifier, sample)));
  }
  elements.push(...(settings.descriptions ?? []).map(description));
  elements.push(description(toolkitDescription(settings.software.title, settings.software.version)));
  return { high, content: elements };
}
