import { dataciteResource, KERNEL_NAMESPACE, KERNEL_SCHEMA } from './datacite/resource.ts';
import type { Crosswalk } from './format.ts';

/** DataCite's own format, bare: for items with a DOI and whatever else DataCite demands of those. */
export const datacite: Crosswalk = {
  metadataPrefix: 'datacite',
  schema: KERNEL_SCHEMA,
  metadataNamespace: KERNEL_NAMESPACE,
  version: 1,
  render: dataciteResource,
};
