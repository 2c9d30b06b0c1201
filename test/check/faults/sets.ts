import type { Spoil } from '../faulty-server.ts';
import { fault, type PlantedFault } from './planted-fault.ts';
import { as, has, ignoring, isList, refuse, replace, text, token, verb } from './spoils.ts';

export const SET_FAULTS: readonly PlantedFault[] = [
  fault(
    'a colon in a prefix',
    'FMT-01',
    replace('<metadataPrefix>marc21', '<metadataPrefix>marc:21'),
    'FMT-04',
    'XML-17',
    'VRB-07',
    'VRB-10',
  ),
  fault(
    'oai_dc by https',
    'FMT-02',
    replace('<schema>http://www.openarchives', '<schema>https://www.openarchives'),
    'REC-05',
  ),
  fault('a format called all', 'FMT-03', replace('<metadataPrefix>marc21', '<metadataPrefix>all'), 'VRB-07', 'VRB-10'),
  fault('a format without a schema', 'FMT-04', replace(/<schema>[^<]*<\/schema>/, ''), 'FMT-02', 'REC-05'),
  fault(
    'prefixes in any case',
    'FMT-07',
    as(
      (asked) => asked.query.includes('OAI_DC'),
      (args) => args.set('metadataPrefix', 'oai_dc'),
    ),
  ),
  fault(
    'no oai_dc',
    'REC-04',
    text((whole, asked) =>
      verb(asked) === 'ListMetadataFormats'
        ? whole.replace(/<metadataFormat><metadataPrefix>oai_dc.*?<\/metadataFormat>/s, '')
        : whole,
    ),
    'VRB-07',
  ),
  fault(
    'ListSets is refused',
    'SET-01',
    refuse(
      (asked) => verb(asked) === 'ListSets' && !asked.query.includes('metadataPrefix') && !token(asked),
      'badArgument',
    ),
  ),
  fault(
    'a set with a blank',
    'SET-02',
    replace('<setSpec>journal:empty', '<setSpec>journal:em pty'),
    'SET-07',
    'XML-17',
    'REC-01',
  ),
  fault(
    'a list by set with all records',
    'SET-04',
    ignoring((asked) => isList(asked) && /^(?:journal|lang)/.test(asked.args.get('set') ?? ''), 'set'),
    'TOK-06',
  ),
  fault('sets by the beginning of their names', 'SET-04', setsByLetters()),
  fault(
    'sets above sets in headers',
    'SET-06',
    replace(/<setSpec>journal:a<\/setSpec>(?!<setName)/g, '<setSpec>journal</setSpec><setSpec>journal:a</setSpec>'),
  ),
  fault('a set without a name', 'SET-07', replace(/<setName>Journal A<\/setName>/, '')),
  fault('sets without those above', 'SET-08', replace(/<set><setSpec>lang<\/setSpec>.*?<\/set>/s, '')),
  fault('sets that are not listed', 'SET-09', replace(/<set><setSpec>lang:tr<\/setSpec>.*?<\/set>/s, '')),
  fault(
    'unknown sets are not looked at',
    'SET-11',
    ignoring((asked) => /^no-such/.test(asked.args.get('set') ?? ''), 'set'),
    'SET-04',
  ),
  fault(
    'ill-formed sets have no records',
    'SET-12',
    refuse((asked) => asked.args.get('set') === 'a::b', 'noRecordsMatch'),
    'XML-15',
    'XML-04',
  ),
  fault('another word for deletions', 'DEL-01', replace('>persistent<', '>permanent<'), 'IDF-01'),
  fault('deletions, and none declared', 'DEL-02', replace('>persistent<', '>no<'), 'DEL-15'),
  fault(
    'deleted records are unknown',
    'DEL-05',
    refuse((asked) => verb(asked) === 'GetRecord' && /r4$/.test(asked.args.get('identifier') ?? ''), 'idDoesNotExist'),
  ),
  fault('no deletions', 'DEL-15', replace('>persistent<', '>no<'), 'DEL-02'),

  fault(
    'a set description of nothing',
    'SET-16',
    replace('</setName>', '</setName><setDescription></setDescription>'),
    'SET-07',
  ),
];

/** Faults that only a repository without sets can have. */
export const FAULTS_WITHOUT_SETS: readonly PlantedFault[] = [
  fault(
    'the whole list for a set',
    'SET-13',
    ignoring((asked) => isList(asked) && has('set')(asked), 'set'),
    'SET-04',
    'XML-15',
    'ARG-11',
  ),
];

/** set=lang also finds what is in a set whose name begins so. */
function setsByLetters(): Spoil {
  return text((whole, asked) =>
    asked.args.get('set') === 'journal' ? whole.replace('<setSpec>journal:a<', '<setSpec>journals<') : whole,
  );
}
