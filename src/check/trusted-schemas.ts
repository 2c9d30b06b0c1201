import { OWN_SCHEMAS } from '../judge/own-schemas.ts';
import type { Schemas } from '../judge/schema-rules.ts';
import { OAI, OAI_DC, OAI_IDENTIFIER } from '../judge/vocabulary.ts';

/**
 * Our schemas, as far as strangers can be held to them: those of the protocol, of oai_dc and of the guidelines' containers.
 * Those of other formats know only what this
 * program writes, and patterns are stricter than the published ones where rules are about the same thing.
 */
export const TRUSTED_SCHEMAS: Schemas = {
  ...OWN_SCHEMAS,
  name: 'the schema',
  withoutPatterns: true,
  namespaces: new Set([
    OAI,
    OAI_DC,
    'http://purl.org/dc/elements/1.1/',
    OAI_IDENTIFIER,
    'http://www.openarchives.org/OAI/1.1/eprints',
    'http://www.openarchives.org/OAI/2.0/friends/',
    'http://www.openarchives.org/OAI/2.0/branding/',
    'http://www.openarchives.org/OAI/2.0/provenance',
    'http://www.openarchives.org/OAI/2.0/rights/',
    'http://oai.dlib.vt.edu/OAI/metadata/toolkit',
  ]),
};
