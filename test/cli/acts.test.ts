import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { backDoor } from '../support/back-door.ts';
import { REPOSITORY_IDENTIFIER } from '../support/endpoint.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestClock } from '../support/test-clock.ts';
import { TestTerminal } from '../support/test-terminal.ts';

const ID = `oai:${REPOSITORY_IDENTIFIER}:a`;

const folder = temporaryFolder();

async function commands() {
  const database = await backDoor.fresh();
  const clock = new TestClock('2026-03-01T10:00:00Z');
  const run = async (words: string[], environment: Record<string, string> = {}) => {
    const terminal = new TestTerminal(
      {
        OAI_DATABASE: database,
        OAI_REPOSITORY_IDENTIFIER: REPOSITORY_IDENTIFIER,
        OAI_ACTOR: 'ann@desk',
        ...environment,
      },
      clock,
    );
    const exitCode = await runCommandLine(words, terminal);
    return { exitCode, output: terminal.output, errors: terminal.errors };
  };
  const file = join(folder, "it's.jsonl");
  writeFileSync(file, `${JSON.stringify({ identifier: ID, titles: [{ text: 'A' }] })}\n`);
  expect((await run(['import', file])).errors).not.toContain('failed');
  return { run, clock, file };
}

describe('the log of acts', () => {
  test('says who did what, when, and how it ended; what only reads is no act', async () => {
    const { run, clock, file } = await commands();
    clock.set('2026-03-02T10:00:00Z');
    await run(['status']);
    await run(['render', '--dry-run']);
    await run(['delete', ID], { OAI_ACTOR: 'bob@desk' });
    const { output } = await run(['acts']);
    expect(output.trim().split('\n')).toEqual([
      `2026-03-02T10:00:00Z  bob@desk  delete ${ID}: done`,
      `2026-03-01T10:00:00Z  ann@desk  import '${file.replace("'", "'\\''")}': done`,
    ]);
    const [newest] = (await run(['acts', '--json', '--limit', '1'])).output.trim().split('\n');
    expect(JSON.parse(newest ?? '')).toMatchObject({
      actor: 'bob@desk',
      outcome: 'done',
      ended: '2026-03-02T10:00:00Z',
    });
  });

  test('keeps no password of an address, and says why an act failed', async () => {
    const { run } = await commands();
    const { exitCode } = await run(['harvest', 'http://ann:geheim@127.0.0.1:9/oai?key=strenggeheim']);
    expect(exitCode).toBe(1);
    const { output } = await run(['acts', '--limit', '1']);
    expect(output).toMatch(/harvest .*127\.0\.0\.1.*: failed: /);
    expect(output).not.toMatch(/geheim/);
  });

  test('leaves out what a schedule does', async () => {
    const { run } = await commands();
    await run(['delete', ID], { OAI_ACTOR: 'schedule' });
    expect((await run(['acts'])).output).not.toContain('delete');
  });

  test('names the user of the system and the machine where nobody says otherwise', async () => {
    const { run } = await commands();
    await run(['delete', ID], { OAI_ACTOR: '' });
    expect((await run(['acts', '--limit', '1'])).output).toMatch(/Z {2}\S+@\S+ {2}delete/);
  });
});
