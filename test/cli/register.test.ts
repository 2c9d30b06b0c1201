import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommandLine } from '../../src/cli/command-line.ts';
import type { Registration } from '../../src/cli/registration.ts';
import { EXIT } from '../../src/fault.ts';
import { backDoor } from '../support/back-door.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestTerminal } from '../support/test-terminal.ts';

const folder = temporaryFolder();

async function run(environment: Record<string, string>, ...words: string[]): Promise<TestTerminal> {
  const terminal = new TestTerminal(environment);
  expect(await runCommandLine(words, terminal)).toBe(EXIT.ok);
  return terminal;
}

async function filledStore(): Promise<string> {
  const database = await backDoor.fresh();
  const file = join(folder, 'items.jsonl');
  const complete = {
    identifier: 'letters/1',
    titles: [{ text: 'A Letter', lang: 'en' }],
    agents: [{ family: 'Zídka', given: 'Jonáš' }],
    dates: [{ date: '2021', kind: 'issued' }],
    type: 'article',
    links: ['https://letters.museum/1'],
    access: { status: 'open' },
    sets: ['openaire'],
  };
  const lines = [
    complete,
    { ...complete, identifier: 'letters/2', agents: undefined, links: ['https://letters.museum/2'] },
  ];
  writeFileSync(file, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
  const terminal = new TestTerminal({ ...OWN, OAI_DATABASE: database });
  await runCommandLine(['import', file], terminal);
  return database;
}

const OWN = {
  OAI_BASE_URL: 'https://letters.museum/oai',
  OAI_REPOSITORY_NAME: 'Letters',
  OAI_ADMIN_EMAIL: 'post@letters.museum',
  OAI_REPOSITORY_IDENTIFIER: 'letters.museum',
};

test('what is asked is filled in, from configuration and store', async () => {
  const environment = { ...OWN, OAI_DATABASE: await filledStore() };
  const { output } = await run(environment, 'register');
  expect(output).toMatch(/^Name +Letters\nBase URL +https:\/\/letters\.museum\/oai\n/);
  expect(output).toMatch(/\nRecords +2\nSets +1\nDatestamps +YYYY-MM-DDThh:mm:ssZ, since \d{4}-/);
  expect(output).toContain('verb=GetRecord&metadataPrefix=oai_dc&identifier=oai%3Aletters.museum%3Aletters%2F');
  expect(output).toContain('[x] the base URL https://letters.museum/oai can be reached by everybody, over https');
  expect(output).toContain(
    '[ ] the endpoint passes the check\n    Run it from another network: oai-pmh check https://letters.museum/oai',
  );
  for (const place of ['openarchives.org', 'opendoar', 'base-search.net', 'provide.openaire.eu', 'core.ac.uk']) {
    expect(output).toContain(place);
  }
  expect(output).toContain('BASE (Bielefeld Academic Search Engine) would refuse 1 of 2: no dc:creator (1).');
  expect(output).toContain('(yours to say)');
});

test('as JSON', async () => {
  const environment = { ...OWN, OAI_DATABASE: await filledStore() };
  const { output } = await run(environment, 'register', '--json');
  const { repository, before, registries } = JSON.parse(output) as Registration;
  expect(repository).toMatchObject({ repositoryName: 'Letters', records: 2, sets: 1, deletedRecord: 'persistent' });
  expect(repository.formats).toContain('oai_openaire');
  expect(before.map(({ met }) => met)).toEqual([true, true, true, undefined]);
  const openaire = registries.find(({ name }) => name === 'openaire');
  expect(openaire?.records.map(({ profile, refused }) => [profile, refused])).toEqual([
    ['openaire3', 1],
    ['openaire4', 0],
  ]);
  expect(openaire?.fields).toContainEqual({ question: 'OAI-PMH base URL', answer: 'https://letters.museum/oai' });
});

test.each([
  ['http://letters.museum/oai', false],
  ['https://localhost/oai', false],
  ['https://10.0.0.1/oai', false],
  ['https://[::1]/oai', false],
  ['https://oai.example.org/oai', false],
  ['https://server/oai', false],
  ['https://oai.letters.museum/oai', true],
])('whether others can reach %s: %s', async (baseUrl, met) => {
  const environment = { ...OWN, OAI_BASE_URL: baseUrl, OAI_DATABASE: await filledStore() };
  const { output } = await run(environment, 'register', '--json');
  expect((JSON.parse(output) as Registration).before[0]?.met).toBe(met);
});

test('names and addresses of the demo are not what to register with, and an empty store has nothing to show', async () => {
  const database = await backDoor.fresh();
  const file = join(folder, 'set.jsonl');
  writeFileSync(file, '{"setSpec": "a", "setName": "A"}\n');
  await run({ OAI_DATABASE: database }, 'import', file);
  const { output } = await run({ OAI_DATABASE: database }, 'register', '--json');
  const { before, repository } = JSON.parse(output) as Registration;
  expect(before.slice(0, 3).map(({ met }) => met)).toEqual([false, false, false]);
  expect(repository.exampleRequest).toBeUndefined();
});
