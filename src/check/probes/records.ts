import { outcomeOf, queryOf, type Reply, type Survey } from '../survey.ts';
import type { Probe } from './probe.ts';

/** Most formats in which one record is asked for. */
const MOST_FORMATS = 10;
const PREFIX = { metadataPrefix: 'oai_dc' };

/** Single records, and such as are not there. */
export const probeRecords: Probe = async (survey) => {
  const { ledger, facts } = survey;
  const live = facts.headers.filter(({ deleted }) => !deleted);
  const deleted = facts.headers.find((header) => header.deleted);
  const samples = [...new Set([live[0], live.at(-1), deleted])].filter((header) => header !== undefined);
  for (const header of samples) await getRecord(survey, header.identifier);
  const odd = live.find(({ identifier }) => /[%+&;=?]/.test(identifier));
  if (odd === undefined) ledger.skip('no identifier was seen that needs more than a slash escaped', 'HTTP-09');
  else survey.granted('HTTP-09', await survey.ask('GetRecord', { identifier: odd.identifier, ...PREFIX }));
  if (deleted === undefined) ledger.skip('no deleted record was seen', 'DEL-05', 'REC-03');

  const unknown = `${live[0]?.identifier ?? 'oai:example.org:'}no-such-item-of-this-check`;
  await survey.provoke('VRB-02', queryOf({ verb: 'GetRecord', identifier: unknown, ...PREFIX }), ['idDoesNotExist']);
  await survey.provoke('VRB-08', queryOf({ verb: 'ListMetadataFormats', identifier: unknown }), ['idDoesNotExist']);
  await probeEscaping(survey);
  const [sample] = live;
  if (sample === undefined) {
    ledger.skip('no record was seen', 'VRB-03', 'VRB-07', 'HTTP-06', 'REC-12', 'REC-14', 'ID-05');
    return;
  }
  const { identifier } = sample;
  await survey.provoke('VRB-03', queryOf({ verb: 'GetRecord', identifier, metadataPrefix: 'no_such_format' }), [
    'cannotDisseminateFormat',
  ]);
  const formats = await survey.ask('ListMetadataFormats', { identifier });
  if (survey.granted('VRB-07', formats)) {
    const hasDc = formats.answer?.formats.some(({ metadataPrefix }) => metadataPrefix === 'oai_dc') === true;
    await getInFormats(survey, formats, identifier);
    survey.hold('VRB-07', hasDc, formats, `oai_dc is not among the formats of ${identifier}`);
  }
  const turned = queryOf({ ...PREFIX, identifier, verb: 'GetRecord' });
  survey.granted('HTTP-06', await survey.askAs({ method: 'GET', query: turned }, 'GetRecord'));
  survey.granted('HTTP-02', await survey.ask('GetRecord', { identifier, ...PREFIX }, { method: 'POST' }));
};

/** The record in each other format that the item is said to have. */
async function getInFormats(survey: Survey, { answer }: Reply, identifier: string): Promise<void> {
  const others = answer?.formats.filter(({ metadataPrefix }) => metadataPrefix !== 'oai_dc') ?? [];
  for (const { metadataPrefix } of others.slice(0, MOST_FORMATS)) {
    survey.granted('VRB-07', await survey.ask('GetRecord', { identifier, metadataPrefix }));
  }
}

async function getRecord(survey: Survey, identifier: string): Promise<void> {
  const listed = survey.facts.headers.find((header) => header.identifier === identifier);
  const reply = await survey.ask('GetRecord', { identifier, ...PREFIX });
  const isDeleted = listed?.deleted === true;
  const mayVanish = survey.facts.identify?.deletedRecord === 'transient';
  if (isDeleted && mayVanish && (reply.answer?.errors.length ?? 0) > 0) return;
  if (!survey.granted(isDeleted ? 'DEL-05' : 'REC-04', reply)) return;
  const [header] = reply.answer?.headers ?? [];
  if (header === undefined || listed === undefined) return;
  if (isDeleted)
    await survey.holdIfQuiet(
      'DEL-05',
      header.deleted,
      reply,
      `${identifier} is deleted in lists, and not in GetRecord`,
    );
  const [inList, alone] = [listed, header].map(({ setSpecs }) => [...setSpecs].sort().join(', ') || 'no set');
  await survey.holdIfQuiet(
    'REC-12',
    inList === alone,
    reply,
    `${identifier} is in ${alone} here, in ${inList} in the list`,
  );
  await survey.holdIfQuiet(
    'REC-14',
    listed.datestamp === header.datestamp,
    reply,
    `${identifier} is of ${header.datestamp} here, of ${listed.datestamp} in the list`,
  );
}

/** Values that break careless servers. */
async function probeEscaping(survey: Survey): Promise<void> {
  const query = 'verb=GetRecord&metadataPrefix=oai_dc&identifier=no%22such%3Cb%3E%26item';
  const reply = await survey.provoke('XML-16', query, ['idDoesNotExist', 'badArgument']);
  if (reply.answer === undefined) survey.fault('XML-16', reply, `${outcomeOf(reply)} came`);
  const broken = await survey.client.ask({
    method: 'GET',
    query: 'verb=GetRecord&metadataPrefix=oai_dc&identifier=%zz',
  });
  const status = 'failure' in broken ? 0 : broken.status;
  survey.hold('HTTP-12', status > 0 && status < 500, { exchange: broken }, `the status is ${status}`);
}
