import { fault, type PlantedFault } from './planted-fault.ts';
import { as, has, ignoring, isError, isList, refuse, replace, text, token, verb } from './spoils.ts';

export const ARGUMENT_FAULTS: readonly PlantedFault[] = [
  fault(
    'arguments of Identify are not looked at',
    'ARG-01',
    ignoring(
      (asked) => verb(asked) === 'Identify' && asked.args.size > 1 && asked.args.getAll('verb').length === 1,
      'metadataPrefix',
    ),
  ),
  fault(
    'arguments of ListMetadataFormats are not looked at',
    'ARG-02',
    ignoring((asked) => verb(asked) === 'ListMetadataFormats', 'metadataPrefix'),
  ),
  fault(
    'arguments of ListSets are not looked at',
    'ARG-03',
    ignoring((asked) => verb(asked) === 'ListSets', 'metadataPrefix'),
  ),
  fault(
    'GetRecord in oai_dc by default',
    'ARG-04',
    as(
      (asked) => verb(asked) === 'GetRecord' && !has('metadataPrefix')(asked),
      (args) => args.set('metadataPrefix', 'oai_dc'),
    ),
  ),
  fault(
    'ListIdentifiers in oai_dc by default',
    'ARG-05',
    as(
      (asked) => verb(asked) === 'ListIdentifiers' && asked.args.size === 1 && !asked.query.includes('[]'),
      (args) => args.set('metadataPrefix', 'oai_dc'),
    ),
  ),
  fault(
    'ListRecords in oai_dc by default',
    'ARG-06',
    as(
      (asked) => asked.query === 'verb=ListRecords',
      (args) => args.set('metadataPrefix', 'oai_dc'),
    ),
    'ARG-14',
  ),
  fault('a prefix beside the token', 'ARG-07', ignoring(token, 'metadataPrefix'), 'XML-12'),
  fault('unknown arguments are not looked at', 'ARG-08', ignoring(has('colour'), 'colour'), 'XML-10', 'XML-15'),
  fault(
    'the last of repeated arguments counts',
    'ARG-09',
    as(
      (asked) => asked.args.getAll('metadataPrefix').length > 1,
      (args) => args.set('metadataPrefix', 'oai_dc'),
    ),
    'XML-23',
  ),
  fault(
    'the last of repeated verbs counts',
    'ARG-10',
    as(
      (asked) => asked.args.getAll('verb').length > 1,
      (args) => args.set('verb', 'Identify'),
    ),
    'XML-23',
  ),
  fault(
    'empty values are not looked at',
    'ARG-11',
    as(
      (asked) => /=(?:&|$)/.test(asked.query) && verb(asked) !== '',
      (args) => {
        for (const [name, value] of [...args]) if (value === '') args.delete(name);
      },
    ),
    'XML-15',
    'XML-04',
    'SET-04',
  ),
  fault(
    'an empty verb is Identify',
    'ARG-12',
    as(
      (asked) => verb(asked) === '',
      (args) => args.set('verb', 'Identify'),
    ),
    'XML-15',
    'XML-05',
    'XML-04',
  ),
  fault('errors by GET alone', 'ARG-14', async (asked, ask) =>
    asked.method === 'POST' && isError(await ask()) ? ask('verb=Identify') : ask(),
  ),
  fault(
    'unknown identifiers are noRecordsMatch',
    'VRB-02',
    refuse((asked) => verb(asked) === 'GetRecord' && asked.query.includes('no-such-item'), 'noRecordsMatch'),
  ),
  fault(
    'unknown formats are badArgument',
    'VRB-03',
    refuse((asked) => verb(asked) === 'GetRecord' && asked.query.includes('no_such_format'), 'badArgument'),
  ),
  fault(
    'no formats of single items',
    'VRB-07',
    refuse(
      (asked) =>
        verb(asked) === 'ListMetadataFormats' && has('identifier')(asked) && !asked.query.includes('no-such-item'),
      'badArgument',
    ),
  ),
  fault(
    'a format that is listed and not there',
    'VRB-10',
    refuse((asked) => isList(asked) && asked.args.get('metadataPrefix') === 'marc21', 'cannotDisseminateFormat'),
  ),
  fault(
    'a format of an item that is not there',
    'VRB-07',
    refuse(
      (asked) => verb(asked) === 'GetRecord' && asked.args.get('metadataPrefix') === 'marc21',
      'cannotDisseminateFormat',
    ),
  ),
  fault(
    'formats of any identifier',
    'VRB-08',
    ignoring((asked) => verb(asked) === 'ListMetadataFormats' && asked.query.includes('no-such-item'), 'identifier'),
  ),
  fault(
    'unknown formats have no records',
    'VRB-09',
    refuse((asked) => isList(asked) && asked.query.includes('no_such_format'), 'noRecordsMatch'),
  ),
  fault(
    'another error code',
    'ERR-01',
    replace('code="badVerb"', 'code="badRequest"'),
    'HTTP-07',
    'HTTP-08',
    'ARG-10',
    'ARG-12',
    'ARG-14',
    'XML-14',
    'XML-17',
  ),
  fault('one error at a time', 'ERR-02', replace(/(<error .*?<\/error>)\s*(<error .*<\/error>)/s, '$1')),
  fault('errors without words', 'ERR-04', replace(/(<error [^>]*>)[^<]*/g, '$1')),
  fault(
    'an error beside a list',
    'ERR-05',
    text((whole, asked) =>
      isList(asked) && !whole.includes('<error')
        ? whole.replace(/<\/request>/, '</request><error code="noRecordsMatch">x</error>')
        : whole,
    ),
    'XML-04',
    'XML-17',
    'REC-04',
  ),
  fault(
    'badVerb and badArgument',
    'ERR-06',
    replace('<error code="badVerb">', '<error code="badArgument">x</error><error code="badVerb">'),
  ),
  fault('endless words', 'ERR-09', replace(/(<error [^>]*>)/, `$1${'x'.repeat(2000)}`)),
];
