import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const never = ['**/node_modules/**', '**/dist/**']
/** No file changes what another one imports: a process takes one after the other, and loads the sources once. */
const isolate = false
const infixes = ['**/*.pg.test.ts', '**/*.mysql.test.ts', '**/*.aws.test.ts', '**/*.browser.test.ts']

/** Minutes each, from the longest on. */
const LONG = ['zoo', 'fault-points', 'controls', 'traffic', 'changes', 'server-crashes', 'memory']

/** Of two that run at a time neither is left over at the end: what takes long begins first, however short its text. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ project, moduleId }: TestSpecification) => {
      const long = LONG.findIndex((name) => moduleId.includes(`/${name}.`))
      return project.name === 'e2e' && long !== -1 ? long : LONG.length
    }
    return (await super.sort(files)).toSorted((left, right) => place(left) - place(right))
  }
}

/** Projects by what a test needs: nothing, PostgreSQL, the whole product. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    globalSetup: './test/templates.ts',
    sequence: { sequencer: LongFirst },
    projects: [
      {
        test: {
          name: 'unit',
          isolate,
          include: ['packages/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: [...never, ...infixes, 'test/e2e/**', 'test/chaos/**'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'pg',
          isolate,
          include: ['packages/**/*.pg.test.ts', 'test/harness/**/*.pg.test.ts'],
          exclude: never,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          isolate,
          include: ['test/e2e/**/*.pg.test.ts', 'test/chaos/**/*.test.ts'],
          exclude: never,
          testTimeout: 300_000,
          hookTimeout: 120_000,
          // After the quick ones, which tell sooner what is wrong.
          sequence: { groupOrder: 1 },
        },
      },
      // What it needs is not on every machine: without Terraform and moto these are skipped, and say what is missing.
      {
        test: {
          name: 'aws',
          include: ['packages/**/*.aws.test.ts', 'test/**/*.aws.test.ts'],
          exclude: never,
          testTimeout: 120_000,
          // Creating and destroying a system are one hook each; Terraform waits for AWS by the minute.
          hookTimeout: 1_200_000,
        },
      },
    ],
  },
})
