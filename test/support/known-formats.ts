import { type FormatAddress, OAI_QDC } from '../../src/judge/vocabulary.ts';

/** The formats of this project, which the judge of its answers knows without being told. */
export const KNOWN_FORMATS: Readonly<Record<string, FormatAddress>> = {
  oai_qdc: { namespace: OAI_QDC, schema: 'https://oai.example.org/schemas/oai_qdc.xsd' },
  mods: {
    namespace: 'http://www.loc.gov/mods/v3',
    schema: 'http://www.loc.gov/standards/mods/v3/mods-3-8.xsd',
  },
  marc21: {
    namespace: 'http://www.loc.gov/MARC21/slim',
    schema: 'http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd',
  },
  oai_openaire: {
    namespace: 'http://namespace.openaire.eu/schema/oaire/',
    schema: 'https://www.openaire.eu/schema/repo-lit/4.0/openaire.xsd',
  },
  oai_datacite: {
    namespace: 'http://schema.datacite.org/oai/oai-1.1/',
    schema: 'http://schema.datacite.org/oai/oai-1.1/oai.xsd',
  },
  datacite: {
    namespace: 'http://datacite.org/schema/kernel-4',
    schema: 'http://schema.datacite.org/meta/kernel-4/metadata.xsd',
  },
};
