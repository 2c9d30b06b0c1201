import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Tally {
  passed: number;
  failed: number;
}

/** Runs Jest with these words in the foreground, and counts tests; a suite that could not run has failed. */
export async function runSuites(words: readonly string[], environment: Record<string, string>): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'oai-pmh-test-'));
  const outputFile = join(folder, 'results.json');
  const jest = ['--no-warnings', '--experimental-vm-modules', 'node_modules/jest/bin/jest.js'];
  const child = spawn(process.execPath, [...jest, '--json', `--outputFile=${outputFile}`, ...words], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  const end = () => child.kill();
  process.once('exit', end);
  try {
    const [status] = await once(child, 'close');
    const results = JSON.parse(readFileSync(outputFile, 'utf8')) as {
      numPassedTests: number;
      numFailedTests: number;
      numRuntimeErrorTestSuites: number;
    };
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    return { passed: results.numPassedTests, failed: status !== 0 && failed === 0 ? 1 : failed };
  } catch {
    return { passed: 0, failed: 1 };
  } finally {
    process.removeListener('exit', end);
    rmSync(folder, { recursive: true, force: true });
  }
}
