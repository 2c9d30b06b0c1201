/** Node runs the sources as they are; Jest gets the same ES modules with the types taken off by swc. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'es6' } },
    ],
  },
  testTimeout: 30_000,
  // Half of the suites wait for sockets and files: one worker a core, not one less.
  maxWorkers: '100%',
};
