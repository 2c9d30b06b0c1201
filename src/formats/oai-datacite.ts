import { branch, leaf } from '../xml/markup.ts';
import { dataciteResource } from './datacite/resource.ts';
import type { Crosswalk } from './format.ts';

const NAMESPACE = 'http://schema.datacite.org/oai/oai-1.1/';
const SCHEMA = 'http://schema.datacite.org/oai/oai-1.1/oai.xsd';

/**
 * The format `datacite` in the envelope that DataCite's own endpoint uses: version of the schema, who registered it.
 * The datacentre has the name of the repository, in capitals as DataCite writes these symbols.
 */
export const oaiDatacite: Crosswalk = {
  metadataPrefix: 'oai_datacite',
  schema: SCHEMA,
  metadataNamespace: NAMESPACE,
  version: 1,
  render(item, { repositoryIdentifier }) {
    const resource = dataciteResource(item);
    if (resource === undefined) return undefined;
    return branch(
      'oai_datacite',
      {
        xmlns: NAMESPACE,
        'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
        'xsi:schemaLocation': `${NAMESPACE} ${SCHEMA}`,
      },
      leaf('schemaVersion', '4.7'),
      leaf('datacentreSymbol', repositoryIdentifier.toUpperCase()),
      branch('payload', {}, resource),
    );
  },
};
