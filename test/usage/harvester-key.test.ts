import { harvesterKey } from '../../src/usage/harvester-key.ts';
import { nameOf } from '../../src/usage/known-harvesters.ts';
import { RecorderUnderTest } from '../support/recorder-under-test.ts';

const usage = new RecorderUnderTest();
afterAll(() => usage.stop());

test.each([
  ['short', '192.0.2.0'],
  ['full', '192.0.2.77'],
  ['none', ''],
] as const)('of addresses as much is kept as was asked for: %s', (addresses, network) => {
  const report = usage.report({ client: '192.0.2.77', userAgent: 'A', from: 'a@example.org' });
  expect(harvesterKey(report, addresses)).toEqual({ agent: 'A', network, mailbox: 'a@example.org' });
});

test('texts of clients become one line of text that is not too long', () => {
  const key = harvesterKey(usage.report({ userAgent: `a\r\nb\0\u001b[31m\ud800${'x'.repeat(999)}`, from: '' }), 'none');
  expect(key.agent).toMatch(/^a b \[31m\ufffdx+$/);
  expect(key.agent.length).toBeLessThanOrEqual(300);
  expect(key.mailbox).toBe('');
});

test.each([
  ['BASE', 'Java/17', 'base.ub@uni-bielefeld.de'],
  ['CORE', 'CORE harvester (https://core.ac.uk)', ''],
  ['Google', 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', ''],
  ['Unpaywall', 'Unpaywall (http://unpaywall.org/; mailto:team@impactstory.org)', ''],
  ['Apache HttpClient (Java)', 'Apache-HttpClient/4.5.1 (Java/11.0.15)', ''],
  // Somebody else of that university, and what only looks alike.
  ['Harvester', 'Harvester', 'chemistry@uni-bielefeld.de'],
  ['score.ac.uk.example', 'score.ac.uk.example', ''],
  ['Mozilla/5.0', 'Mozilla/5.0', ''],
  ['192.0.2.0', '', ''],
])('is called %s by what it says: %s %s', (name, agent, mailbox) => {
  expect(nameOf({ agent, mailbox, network: '192.0.2.0' })).toBe(name);
});
