import type { Asked, Spoil } from '../faulty-server.ts';
import { fault, type PlantedFault } from './planted-fault.ts';
import { as, ignoring, isList, refuse, replace } from './spoils.ts';

const LATER = '2030-01-01T00:00:00Z';

export const DATE_FAULTS: readonly PlantedFault[] = [
  fault('days among seconds', 'DATE-02', replace(/(<datestamp>[^<]*)T[^<]*/g, '$1'), 'DATE-06', 'REC-13'),
  fault(
    'datestamps with an offset',
    'DATE-03',
    replace(/(<datestamp>[^<]*)Z/g, '$1+00:00'),
    'DATE-06',
    'DATE-12',
    'DATE-29',
    'REC-01',
  ),
  fault(
    'no days',
    'DATE-04',
    refuse(
      (asked) =>
        isList(asked) &&
        /(?:from|until)=\d{4}-\d\d-\d\d(?:&|$)/.test(asked.query) &&
        asked.args.get('from') === asked.args.get('until'),
      'badArgument',
    ),
  ),
  fault('until a day ends at its midnight', 'DATE-05', midnight(), 'DATE-06'),
  fault('until is exclusive', 'DATE-06', exclusive()),
  fault(
    'from is not looked at',
    'DATE-06',
    ignoring((asked) => isList(asked) && legalDate(asked, 'from'), 'from'),
    'DATE-20',
    'DATE-05',
    'REC-13',
    'DATE-09',
    'DATE-08',
    'DATE-13',
  ),
  fault(
    'until is not looked at',
    'DATE-06',
    ignoring((asked) => isList(asked) && legalDate(asked, 'until'), 'until'),
    'DATE-18',
    'DATE-05',
    'REC-13',
    'DATE-09',
    'DATE-08',
  ),
  fault(
    'granularities are mixed',
    'DATE-08',
    ignoring((asked) => asked.query.includes('2001-01-02T'), 'until'),
    'DATE-06',
  ),
  fault(
    'from later than until is noRecordsMatch',
    'DATE-09',
    refuse((asked) => asked.query.includes('from=2022-01-01&until=2021'), 'noRecordsMatch'),
  ),
  fault(
    'years are dates',
    'DATE-12',
    as(
      (asked) => asked.args.get('from') === '2001',
      (args) => args.set('from', '2001-01-01'),
    ),
    'XML-15',
    'XML-04',
  ),
  fault(
    '30 February is 2 March',
    'DATE-13',
    as(
      (asked) => asked.args.get('from') === '2001-02-30',
      (args) => args.set('from', '2001-03-02'),
    ),
    'XML-15',
    'XML-04',
  ),
  fault(
    'early until is badArgument',
    'DATE-18',
    refuse((asked) => asked.args.get('until') === '2019-12-31', 'badArgument'),
  ),
  fault(
    'early from is badArgument',
    'DATE-19',
    refuse((asked) => asked.args.get('from') === '2019-12-31', 'badArgument'),
  ),
  fault(
    'late from is badArgument',
    'DATE-20',
    refuse((asked) => asked.args.get('from') === '2999-01-01', 'badArgument'),
  ),
  fault('datestamps to come', 'DATE-29', replace(/<datestamp>2023[^<]*/g, `<datestamp>${LATER}`), 'DATE-06', 'REC-13'),
];

/** Faults that only a repository whose datestamps are days can have. */
export const FAULTS_OF_DAYS: readonly PlantedFault[] = [
  fault(
    'seconds are cut off',
    'DATE-11',
    as(
      (asked) => asked.args.get('from') === '2001-01-01T00:00:00Z',
      (args) => args.set('from', '2001-01-01'),
    ),
  ),
];

function legalDate(asked: Asked, name: string): boolean {
  return (
    /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?$/.test(asked.args.get(name) ?? '') && asked.args.get(name) !== '2001-02-30'
  );
}

function midnight(): Spoil {
  return as(
    (asked) =>
      isList(asked) &&
      /^\d{4}-\d\d-\d\d$/.test(asked.args.get('until') ?? '') &&
      asked.args.get('from') === asked.args.get('until'),
    (args) => {
      args.set('from', `${args.get('from')}T00:00:00Z`);
      args.set('until', `${args.get('until')}T00:00:00Z`);
    },
  );
}

function exclusive(): Spoil {
  return as(
    (asked) =>
      isList(asked) &&
      /T\d\d:\d\d:\d\dZ$/.test(asked.args.get('until') ?? '') &&
      asked.args.get('from') === asked.args.get('until'),
    (args) => {
      args.set('from', '2999-01-01T00:00:00Z');
      args.set('until', '2999-01-01T00:00:00Z');
    },
  );
}
