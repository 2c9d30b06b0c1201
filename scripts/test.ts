import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { runSuites } from './run-suites.ts';

/**
 * `npm test`: formatter and linter, type check, then all suites. `npm test -- <jest arguments>` runs some
 * suites only. Prints last `N passed, N failed`.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const jestArguments = process.argv.slice(2);
let passed = 0;
let failed = 0;

/** Runs a program of node_modules/.bin in the foreground. */
function check(name: string, program: string, words: readonly string[]): void {
  const options = { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' } as const;
  const ok = spawnSync(program, [...words], options).status === 0;
  console.log(`${ok ? 'ok' : 'FAILED'}: ${name}`);
  if (ok) passed += 1;
  else failed += 1;
}

/** No suite may depend on the process's time zone; these two lie at the ends of the day. */
async function suites(timeZone: string, words: readonly string[]): Promise<void> {
  console.log(`\nAll suites in ${timeZone}:`);
  const tally = await runSuites(words, { TZ: timeZone });
  passed += tally.passed;
  failed += tally.failed;
}

if (jestArguments.length === 0) {
  check('formatter and linter', 'biome', ['check', '--error-on-warnings']);
  check('types', 'tsc', ['--noEmit']);
  check('types of the package', 'tsc', ['-p', 'tsconfig.build.json', '--noEmit']);
}
await suites('Pacific/Kiritimati', jestArguments);
// These take long and know no time zone.
const zoneless = ['package.test.ts', 'test/simulation', 'test/soak', 'test/support-tests'];
if (jestArguments.length === 0) await suites('America/St_Johns', ['--testPathIgnorePatterns', ...zoneless]);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
