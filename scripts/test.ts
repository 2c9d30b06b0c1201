import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * `npm test`: formatter and linter, type check, then all suites. `npm test -- <jest arguments>` runs some
 * suites only. Prints last `N passed, N failed`.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const jestArguments = process.argv.slice(2);
let passed = 0;
let failed = 0;

/** Runs a program of node_modules/.bin in the foreground; true when it succeeded. */
function run(program: string, words: readonly string[], environment: Record<string, string> = {}): boolean {
  const options = { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' } as const;
  return spawnSync(program, [...words], { ...options, env: { ...process.env, ...environment } }).status === 0;
}

function check(name: string, ok: boolean): void {
  console.log(`${ok ? 'ok' : 'FAILED'}: ${name}`);
  if (ok) passed += 1;
  else failed += 1;
}

/** No suite may depend on the process's time zone; these two lie at the ends of the day. */
function suites(timeZone: string, words: readonly string[]): void {
  const folder = mkdtempSync(join(tmpdir(), 'oai-pmh-test-'));
  const outputFile = join(folder, 'results.json');
  console.log(`\nAll suites in ${timeZone}:`);
  const ok = run(
    process.execPath,
    [
      '--no-warnings',
      '--experimental-vm-modules',
      'node_modules/jest/bin/jest.js',
      '--json',
      `--outputFile=${outputFile}`,
      ...words,
    ],
    { TZ: timeZone },
  );
  try {
    const results = JSON.parse(readFileSync(outputFile, 'utf8')) as {
      numPassedTests: number;
      numFailedTests: number;
      numRuntimeErrorTestSuites: number;
    };
    passed += results.numPassedTests;
    failed += results.numFailedTests + results.numRuntimeErrorTestSuites;
    if (!ok && results.numFailedTests + results.numRuntimeErrorTestSuites === 0) failed += 1;
  } catch {
    failed += 1;
  }
  rmSync(folder, { recursive: true, force: true });
}

if (jestArguments.length === 0) {
  check('formatter and linter', run('biome', ['check', '--error-on-warnings']));
  check('types', run('tsc', ['--noEmit']));
  check('types of the package', run('tsc', ['-p', 'tsconfig.build.json', '--noEmit']));
}
suites('Pacific/Kiritimati', jestArguments);
// These take long and know no time zone.
const zoneless = ['package.test.ts', 'test/simulation', 'test/soak', 'test/support-tests'];
if (jestArguments.length === 0) suites('America/St_Johns', ['--testPathIgnorePatterns', ...zoneless]);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
