import { closure } from '../../oai/set-spec.ts';
import { queryOf, type Reply, type Survey } from '../survey.ts';
import type { Probe } from './probe.ts';

const PREFIX = { metadataPrefix: 'oai_dc' };
const NOBODYS = 'no-such-set-of-this-check';

/** Lists by set. */
export const probeSets: Probe = async (survey) => {
  const { setSpecs, allSets } = survey.facts;
  if (setSpecs === undefined) {
    survey.ledger.skip(
      'ListSets could not be read',
      'SET-04',
      'SET-08',
      'SET-09',
      'SET-11',
      'SET-12',
      'SET-13',
      'TOK-06',
    );
    return;
  }
  const ask = (set: string) => queryOf({ verb: 'ListIdentifiers', ...PREFIX, set });
  if (setSpecs.size === 0) {
    survey.ledger.skip(
      'there are no sets',
      'SET-02',
      'SET-04',
      'SET-07',
      'SET-08',
      'SET-11',
      'SET-12',
      'SET-16',
      'TOK-06',
    );
    await survey.provoke('SET-13', ask(NOBODYS), ['noSetHierarchy']);
    return;
  }
  survey.ledger.skip('there are sets', 'SET-13');
  if (!allSets) survey.ledger.skip('ListSets was not read to its end', 'SET-08', 'SET-09');
  await survey.provoke('SET-11', ask(NOBODYS), ['noRecordsMatch', 'badArgument']);
  await survey.provoke('SET-12', ask('a::b'), ['badArgument']);
  await probeList(survey);
};

/** A small set shows whether others are left out, a large one whether its pages are. */
async function probeList(survey: Survey): Promise<void> {
  const [smallest, largest] = setsBySize(survey);
  if (smallest === undefined || largest === undefined) {
    survey.ledger.skip('no record was seen in any set', 'SET-04', 'TOK-06');
    return;
  }
  if (smallest !== largest) await readSet(survey, smallest);
  const reply = await readSet(survey, largest);
  const token = reply?.answer?.resumptionToken?.text ?? '';
  if (token === '') {
    survey.ledger.skip('no list by set had several pages', 'TOK-06');
    return;
  }
  const next = await survey.ask('ListIdentifiers', { resumptionToken: token });
  if (!survey.granted('TOK-06', next)) return;
  const stranger = next.answer?.headers.find(({ setSpecs }) => !isIn(setSpecs, largest));
  survey.hold(
    'TOK-06',
    stranger === undefined,
    next,
    `${stranger?.identifier} came in the list of ${largest}, and is not in it`,
  );
}

async function readSet(survey: Survey, set: string): Promise<Reply | undefined> {
  const reply = await survey.ask('ListIdentifiers', { ...PREFIX, set });
  if (!survey.granted('SET-04', reply) || reply.answer === undefined) return undefined;
  const isWhole = !reply.answer.resumptionToken?.text;
  const listed = new Set(reply.answer.headers.map(({ identifier }) => identifier));
  const missing = survey.facts.headers.find((header) => isIn(header.setSpecs, set) && !listed.has(header.identifier));
  await survey.holdIfQuiet(
    'SET-04',
    !isWhole || missing === undefined,
    reply,
    `${missing?.identifier} is in ${set}, and not in its list`,
  );
  return reply;
}

/** The sets with the fewest and the most of the records that were seen, those above theirs included. */
function setsBySize({ facts: { headers, setSpecs } }: Survey): (string | undefined)[] {
  const counts = new Map<string, number>();
  for (const header of headers) {
    for (const set of closure(header.setSpecs)) {
      if (setSpecs?.has(set)) counts.set(set, (counts.get(set) ?? 0) + 1);
    }
  }
  const sorted = [...counts].sort(([, a], [, b]) => a - b).map(([set]) => set);
  return [sorted[0], sorted.at(-1)];
}

function isIn(setSpecs: readonly string[], set: string): boolean {
  return setSpecs.some((own) => own === set || own.startsWith(`${set}:`));
}
