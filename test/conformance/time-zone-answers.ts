import { formatDatestamp } from '../../src/oai/datestamp.ts';
import { ID, startFixtureF } from '../support/fixture-f.ts';
import { secondsOf } from '../support/test-clock.ts';
import { judge } from './ask.ts';

/** Answers in which a time zone would show, were it to matter. */
const ASKED = [
  'verb=Identify',
  'verb=ListIdentifiers&metadataPrefix=oai_dc&from=2021-06-15&until=2021-06-15',
  'verb=ListIdentifiers&metadataPrefix=oai_dc&from=2021-06-16',
  'verb=ListIdentifiers&metadataPrefix=oai_dc&until=2020-01-01',
  `verb=GetRecord&metadataPrefix=oai_dc&identifier=${ID('r3')}`,
  'verb=ListRecords&metadataPrefix=oai_dc&from=2022-03-01&until=2022-12-31',
];

/** The answers of F and F-day to these, in order. */
export async function answersInOrder(): Promise<string[]> {
  const answers: string[] = [];
  for (const granularity of ['seconds', 'day'] as const) {
    const endpoint = await startFixtureF({ settings: { granularity, pageSize: 100 } });
    for (const asked of ASKED) {
      const answer = await endpoint.get(asked);
      judge(endpoint, asked, answer);
      answers.push(answer.body.toString());
    }
    await endpoint.stop();
  }
  // Around the hour that a change to summer time leaves out, and the one it repeats.
  for (const day of ['2026-03-29', '2026-10-25', '2011-12-30']) {
    for (let hour = 0; hour < 24; hour++) {
      answers.push(formatDatestamp(secondsOf(`${day}T${String(hour).padStart(2, '0')}:30:00Z`)));
    }
  }
  return answers;
}

// Run as a program, in a process with a time zone of its own.
if (process.argv[2] === 'print') {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  process.stdout.write(JSON.stringify([zone, ...(await answersInOrder())]));
}
