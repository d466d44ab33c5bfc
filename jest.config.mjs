/** @type {import('jest').Config} */
export default {
  testEnvironment: '<rootDir>/test/support/jest/forgetful-environment.mjs',
  // Real servers start and answer more slowly on a machine that does other work too; a test that hangs still fails.
  testTimeout: 30_000,
  testSequencer: '<rootDir>/test/support/jest/long-first.mjs',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'es6' }, sourceMaps: 'inline' },
    ],
  },
  testMatch: ['<rootDir>/{src,adapters,test}/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/dist/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
};
