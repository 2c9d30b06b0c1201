import { isRepositoryIdentifier } from '../oai/identifier.ts';
import { branch, leaf } from '../xml/markup.ts';
import type { Crosswalk } from './format.ts';
import { carrier, extent, publication, specialDates, versionInformation } from './marc21/description.ts';
import { controlField, dataField } from './marc21/field.ts';
import {
  additionalCharacteristics,
  generalInformation,
  latestTransaction,
  leader,
  physicalDescription,
} from './marc21/fixed-fields.ts';
import { languages } from './marc21/languages.ts';
import { linkingEntries } from './marc21/linking-entries.ts';
import { locations } from './marc21/locations.ts';
import { addedEntries, mainEntry } from './marc21/names.ts';
import { notes } from './marc21/notes.ts';
import { numbers } from './marc21/numbers.ts';
import { classNumbers, subjects } from './marc21/subjects.ts';
import { titles } from './marc21/titles.ts';

const NAMESPACE = 'http://www.loc.gov/MARC21/slim';
const SCHEMA = 'http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd';

/** MARC 21 Bibliographic as MARCXML, its fields in the order of their tags. docs/marc.md has the table. */
export const marc21: Crosswalk = {
  metadataPrefix: 'marc21',
  schema: SCHEMA,
  metadataNamespace: NAMESPACE,
  version: 1,
  render(item, { landingPage, repositoryIdentifier }) {
    const { agency, number } = controlNumber(item.identifier, repositoryIdentifier);
    return branch(
      'record',
      {
        xmlns: NAMESPACE,
        'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
        'xsi:schemaLocation': `${NAMESPACE} ${SCHEMA}`,
      },
      leaf('leader', leader(item)),
      controlField('001', number),
      controlField('003', agency),
      controlField('005', latestTransaction(item)),
      controlField('006', additionalCharacteristics(item)),
      controlField('007', physicalDescription(item)),
      controlField('008', generalInformation(item)),
      numbers(item),
      dataField('040', '  ', ['a', agency], ['c', repositoryIdentifier]),
      languages(item),
      specialDates(item),
      classNumbers(item),
      mainEntry(item),
      titles(item),
      versionInformation(item),
      publication(item),
      extent(item),
      carrier(item),
      notes(item),
      subjects(item),
      addedEntries(item),
      linkingEntries(item),
      locations(item, landingPage),
    );
  },
};

/** An OAI identifier says whose number it is. Any other one is whole a number of this repository. */
function controlNumber(identifier: string, repositoryIdentifier: string): { agency: string; number: string } {
  const [, agency = '', number = ''] = /^oai:([^:]+):(.+)$/.exec(identifier) ?? [];
  if (isRepositoryIdentifier(agency)) return { agency, number };
  return { agency: repositoryIdentifier, number: identifier };
}
