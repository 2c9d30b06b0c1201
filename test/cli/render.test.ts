import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { backDoor } from '../support/back-door.ts';
import { serveProcess } from '../support/serve-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestClock } from '../support/test-clock.ts';
import { TestTerminal } from '../support/test-terminal.ts';

const folder = temporaryFolder();
let number = 0;

/** A store with twenty items, and a config file that can be changed. */
async function workshop() {
  number += 1;
  const here = join(folder, String(number));
  mkdirSync(here);
  const clock = new TestClock('2026-01-01T00:00:00Z');
  const config = join(here, 'oai-pmh.yaml');
  const database = await backDoor.fresh();
  const configure = (more: string) =>
    writeFileSync(
      config,
      `database: ${database}\nrepositoryIdentifier: test.example.org\nbaseUrl: https://test.example.org/oai\n${more}`,
    );
  const run = async (words: string[], answer?: boolean, stopAfter = Number.POSITIVE_INFINITY) => {
    const terminal = new TestTerminal({}, clock);
    terminal.answer = answer;
    // The clock is asked for each item that is rendered: so it can tell when to stop.
    let asked = 0;
    const counting = {
      now: () => {
        asked += 1;
        if (asked === stopAfter) terminal.interrupt();
        return clock.now();
      },
    };
    const exitCode = await runCommandLine([...words, '--config', config], {
      ...terminal,
      out: terminal.out,
      err: terminal.err,
      confirm: terminal.confirm,
      clock: { ...counting, monotonic: () => clock.monotonic() },
      stop: terminal.stop,
    });
    return { exitCode, output: terminal.output, errors: terminal.errors };
  };
  configure('formats: [oai_dc]\n');
  writeFileSync(
    join(here, 'items.jsonl'),
    Array.from({ length: 20 }, (_, n) => JSON.stringify(itemNumber(n))).join('\n'),
  );
  await run(['import', join(here, 'items.jsonl')]);
  clock.tick(3600);
  return { here, config, configure, run, clock };
}

const itemNumber = (n: number) => ({
  identifier: `i${String(n).padStart(2, '0')}`,
  titles: [{ text: `Title ${n}` }],
  ...(n === 0 ? { access: { status: 'open' } } : {}),
});

const NEW_OAI_DC = (more = '') => `
const NAMESPACE = 'http://www.openarchives.org/OAI/2.0/oai_dc/';
export default {
  metadataPrefix: 'oai_dc',
  schema: 'http://www.openarchives.org/OAI/2.0/oai_dc.xsd',
  metadataNamespace: NAMESPACE,
  version: 7,
  render(item) {
    ${more}
    return '<d:dc xmlns:d="' + NAMESPACE + '" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="' +
      NAMESPACE + ' http://www.openarchives.org/OAI/2.0/oai_dc.xsd"><t:title xmlns:t="http://purl.org/dc/elements/1.1/">' +
      item.titles[0].text.replace(/[<&]/g, '?') + '</t:title></d:dc>';
  },
};
`;

describe('render', () => {
  test('a new format comes without a question, since nothing is fetched again', async () => {
    const { configure, run } = await workshop();
    configure('formats: [oai_dc, mods]\n');
    const { exitCode, output } = await run(['render']);
    expect(output).toBe(
      'Changed since the records were made: the new format mods.\n' +
        '0 of 20 records get a new datestamp, so harvesters fetch them again; 20 new ones come into being.\n' +
        'Items made anew: 20.\n',
    );
    expect(exitCode).toBe(0);
    const status = JSON.parse((await run(['status', '--json'])).output) as { formats: object[]; clockRow: string };
    expect(status.formats).toEqual([
      { metadataPrefix: 'oai_dc', records: 20, deleted: 0 },
      { metadataPrefix: 'mods', records: 20, deleted: 0 },
    ]);
  });

  test('a format that is gone takes nothing along', async () => {
    const { configure, run } = await workshop();
    configure('formats: [oai_dc, mods]\n');
    await run(['render']);
    configure('formats: [oai_dc]\n');
    const { exitCode, output } = await run(['render']);
    expect(output).toContain('the format mods, which is gone');
    expect(output).toContain('0 of 20 records get a new datestamp');
    expect(exitCode).toBe(0);
  });

  test('above a tenth of the records it asks, and without an answer changes nothing', async () => {
    const { here, configure, run } = await workshop();
    writeFileSync(join(here, 'dc.mjs'), NEW_OAI_DC());
    configure('formats: [{ module: dc.mjs }]\n');
    const plan =
      'Changed since the records were made: the format oai_dc.\n' +
      '20 of 20 records get a new datestamp, so harvesters fetch them again; 0 new ones come into being.\n';
    expect(await run(['render', '--dry-run'])).toEqual({ exitCode: 0, output: plan, errors: '' });
    expect(await run(['render'])).toEqual({
      exitCode: 1,
      output: plan,
      errors:
        'That is more than 10 %. Go on?\n' +
        'That is more than 10 %, so nothing was changed. If it is right, run `oai-pmh render --yes`.\n',
    });
    expect(await run(['render'], false)).toMatchObject({ exitCode: 1, errors: expect.stringContaining('Nothing was') });
    expect((await run(['status'])).output).toContain('Run `oai-pmh render`');
    expect(await run(['render'], true)).toMatchObject({ exitCode: 0, output: `${plan}Items made anew: 20.\n` });
    expect((await run(['status'])).output).not.toContain('Run `oai-pmh render`');
    expect((await run(['render', '--yes'])).output).toContain('Items made anew: 0.');
  });

  test('a tenth itself needs no question, and only what changed is dated anew', async () => {
    const { configure, run } = await workshop();
    configure('formats: [oai_dc]\nsets:\n  open:\n    where: { access: open }\n');
    expect((await run(['render'])).output).toContain('1 of 20 records get a new datestamp');
    const status = JSON.parse((await run(['status', '--json'])).output) as { sets: number; clockRow: string };
    expect(status).toMatchObject({ sets: 1, clockRow: '2026-01-01T01:00:00Z' });
  });

  test('until then imports leave alone what has not changed, whatever it would look like', async () => {
    const { here, configure, run } = await workshop();
    writeFileSync(join(here, 'dc.mjs'), NEW_OAI_DC());
    configure('formats: [{ module: dc.mjs }]\n');
    writeFileSync(
      join(here, 'again.jsonl'),
      `${JSON.stringify(itemNumber(1))}\n${JSON.stringify({ ...itemNumber(2), titles: [{ text: 'Another' }] })}`,
    );
    const { output, errors } = await run(['import', join(here, 'again.jsonl')]);
    expect(output).toBe('0 new, 1 changed, 1 unchanged, 0 deleted, 0 refused.\n');
    expect(errors).toContain('Changed since the store was filled: the format oai_dc. Run `oai-pmh render`');
  });

  test('what a crosswalk cannot render is refused by name, keeps its last version, and the rest goes on', async () => {
    const { here, configure, run } = await workshop();
    writeFileSync(join(here, 'dc.mjs'), NEW_OAI_DC("if (item.titles[0].text === 'Title 3') throw new Error('odd');"));
    configure('formats: [{ module: dc.mjs }]\n');
    const { exitCode, output, errors } = await run(['render', '--yes']);
    expect(errors).toBe(
      'refused: oai:test.example.org:i03: its oai_dc rendering cannot be served: odd; its last version stays\n',
    );
    expect(output).toContain('Items made anew: 19.');
    expect(exitCode).toBe(3);
  });

  test('a run that is stopped goes on where it was, and asks no second time', async () => {
    const { here, configure, run } = await workshop();
    const many = Array.from({ length: 1000 }, (_, n) => JSON.stringify(itemNumber(n + 100))).join('\n');
    writeFileSync(join(here, 'many.jsonl'), many);
    await run(['import', join(here, 'many.jsonl')]);
    writeFileSync(join(here, 'dc.mjs'), NEW_OAI_DC());
    configure('formats: [{ module: dc.mjs }]\n');
    // The plan renders each of the 1020 items, and so does the run: stopped in the middle of the latter.
    const stopped = await run(['render', '--yes'], undefined, 1500);
    expect(stopped).toMatchObject({ exitCode: 1, errors: 'Stopped. Run it again to go on.\n' });
    const [, first = ''] = /made anew: (\d+)/.exec(stopped.output) ?? [];
    expect(Number(first)).toBeGreaterThan(0);
    const { exitCode, output } = await run(['render']);
    expect(output).toMatch(new RegExp(`Items made anew: ${1020 - Number(first)}\\.`));
    expect(exitCode).toBe(0);
    expect((await run(['render'])).output).toContain('0 of 1020 records');
  });
});

test('serve renders what has changed by itself, in the background', async () => {
  const { here, configure } = await workshop();
  configure('formats: [oai_dc, mods]\n');
  const server = await serveProcess({ LOG_LEVEL: 'info' }, here);
  try {
    const address = `http://127.0.0.1:${server.port}/oai?verb=ListIdentifiers&metadataPrefix=`;
    for (;;) {
      const answer = await (await fetch(`${address}mods`)).text();
      if (answer.match(/<header>/g)?.length === 20) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    // Nobody has to fetch the Dublin Core again.
    expect(await (await fetch(`${address}oai_dc&from=2026-01-01T00:00:01Z`)).text()).toContain('noRecordsMatch');
    expect(server.errors()).toContain('the new format mods');
  } finally {
    await server.stop();
  }
}, 60_000);
