import { defineConfig } from 'vitest/config';

/** Real databases and brokers answer in milliseconds; what takes longer than this hangs, also on a busy machine. */
const TEST_TIMEOUT_MS = 60_000;

export default defineConfig({
  test: {
    include: ['bench/src/**/*.test.ts', 'packages/*/src/**/*.test.ts', 'packages/*/test/**/*.test.ts'],
    globalSetup: [
      'packages/server/test/harness/global-setup.ts',
      'packages/web/test/harness/global-setup.ts',
    ],
    testTimeout: TEST_TIMEOUT_MS,
    hookTimeout: TEST_TIMEOUT_MS,
    pool: 'forks',
    // Each file has its own database and server; loading and warming up the program anew for each would be a third of the work.
    isolate: false,
    maxWorkers: 3,
  },
});
