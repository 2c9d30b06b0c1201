import { outcomeOf, type Survey } from '../survey.ts';
import type { Probe } from './probe.ts';

/** What Java's own client sends when nobody tells it what to accept. */
const ACCEPT_OF_JAVA = 'text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2';
/** Codings that the client can decode. */
const DECODABLE: readonly string[] = ['gzip', 'deflate'];

/** The ways in which Identify can be asked for. */
export const probeHttp: Probe = async (survey) => {
  survey.granted('HTTP-02', await survey.ask('Identify', {}, { method: 'POST' }));
  const form = { 'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8' };
  survey.granted('HTTP-03', await survey.ask('Identify', {}, { method: 'POST', headers: form }));

  const forPeople = await survey.ask('Identify', {}, { headers: { Accept: ACCEPT_OF_JAVA } });
  survey.hold(
    'HRV-19',
    forPeople.answer?.identify !== undefined,
    forPeople,
    `${outcomeOf(forPeople)} came to Accept: ${ACCEPT_OF_JAVA}`,
  );
  const trailing = await survey.askAs({ method: 'GET', query: 'verb=Identify&' }, 'Identify');
  survey.hold('HTTP-18', trailing.answer?.identify !== undefined, trailing, `${outcomeOf(trailing)} came`);

  await probeCodings(survey);
  const head = await survey.client.ask({
    method: 'HEAD',
    query: 'verb=Identify',
    headers: { 'Accept-Encoding': 'identity' },
  });
  const status = 'failure' in head ? head.failure : `the status is ${head.status}`;
  survey.hold('HTTP-17', !('failure' in head) && head.status === 200, { exchange: head }, status);
};

async function probeCodings(survey: Survey): Promise<void> {
  const plain = await survey.ask('Identify', {}, { headers: { 'Accept-Encoding': undefined } });
  const unasked = codingOf(plain.exchange);
  survey.hold(
    'RESP-12',
    unasked === 'identity',
    plain,
    `Content-Encoding is ${unasked}, and no Accept-Encoding was sent`,
  );
  for (const coding of survey.facts.identify?.compressions ?? []) {
    if (!DECODABLE.includes(coding)) continue;
    const reply = await survey.ask('Identify', {}, { headers: { 'Accept-Encoding': coding } });
    const came = codingOf(reply.exchange);
    survey.hold('RESP-14', came === coding, reply, `Content-Encoding is ${came}, and Accept-Encoding was ${coding}`);
  }
}

function codingOf(exchange: Awaited<ReturnType<Survey['ask']>>['exchange']): string {
  if ('failure' in exchange) return 'unknown';
  return exchange.headers.get('content-encoding')?.trim().toLowerCase() || 'identity';
}
