import { withoutSecrets } from '../../harvest/redact.ts';
import { shown } from '../../judge/report.ts';
import { EndOfCheck } from '../polite-client.ts';
import type { Survey } from '../survey.ts';
import type { Probe } from './probe.ts';

/** Identify by GET, without which there is nothing to check. */
export const probeIdentify: Probe = async (survey) => {
  const { client, facts } = survey;
  const typed = client.address;
  const shownTyped = withoutSecrets(typed);
  const reply = await survey.ask('Identify');
  const redirectedTo = 'failure' in reply.exchange ? undefined : reply.exchange.redirectedTo;
  survey.hold('RESP-09', redirectedTo === undefined, reply, `it redirects to ${redirectedTo}`);
  if (redirectedTo !== undefined) client.address = redirectedTo;
  const identify = reply.answer?.identify;
  survey.hold('HTTP-01', identify !== undefined, reply, 'no Identify came that can be read');
  if (identify === undefined) throw new EndOfCheck(await adviceOf(survey, typed));
  facts.identify = identify;
  if (reply.answer !== undefined) facts.begunAt = reply.answer.responseDate;
  const { baseURL, deletedRecord } = identify;
  const isAsked = [typed, shownTyped, client.address].includes(baseURL);
  survey.hold(
    'IDF-02',
    isAsked,
    reply,
    `baseURL is ${shown(baseURL)}, the address that was asked is ${shown(shownTyped)}`,
  );
  survey.hold(
    'DEL-15',
    deletedRecord !== 'no',
    reply,
    'deletedRecord is no: what is deleted stays with aggregators for ever',
  );
};

/** Many endpoints answer with or without a slash at the end, and not both ways. */
async function adviceOf(survey: Survey, typed: string): Promise<string> {
  const url = new URL(typed);
  url.pathname = url.pathname.endsWith('/') ? url.pathname.slice(0, -1) : `${url.pathname}/`;
  survey.client.address = url.href;
  const { answer } = await survey.ask('Identify');
  survey.client.address = typed;
  const where = answer?.identify === undefined ? '' : `. But ${withoutSecrets(url.href)} answers: check that address`;
  return `without Identify, nothing more can be asked${where}`;
}
