import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();
const OPENER = fileURLToPath(new URL('opener-process.ts', import.meta.url));

test('four processes make and open the same stores at the same moments', async () => {
  const start = String(Date.now() + 2000);
  const opened = [0, 1, 2, 3].map(() =>
    promisify(execFile)(process.execPath, ['--no-warnings', OPENER, folder, start, '60']),
  );
  for (const { stderr } of await Promise.all(opened)) expect(stderr).toBe('');
}, 60_000);
