import { defineConfig } from 'vitest/config'

const never = ['**/node_modules/**', '**/dist/**']
const infixes = ['**/*.pg.test.ts', '**/*.mysql.test.ts', '**/*.aws.test.ts', '**/*.browser.test.ts']

const long = [
  'test/chaos/fault-points.test.ts',
  'test/chaos/fence.test.ts',
  'test/e2e/bad-input.pg.test.ts',
  'test/e2e/controls.pg.test.ts',
  'test/e2e/traffic.pg.test.ts',
  'test/e2e/memory.pg.test.ts',
]

/** Projects by what a test needs: nothing, PostgreSQL, the whole product. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: [...never, ...infixes, 'test/e2e/**', 'test/chaos/**'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'pg',
          include: ['packages/**/*.pg.test.ts', 'test/harness/**/*.pg.test.ts'],
          exclude: never,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.pg.test.ts', 'test/chaos/lease.test.ts'],
          exclude: [...never, ...long],
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
      // `npm run test:long`: whole-product suites that have not yet been seen green three times on a quiet machine.
      {
        test: {
          name: 'long',
          include: [...long],
          exclude: never,
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
