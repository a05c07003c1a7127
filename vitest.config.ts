import { defineConfig } from 'vitest/config'

const needsMore = ['**/*.docker.test.ts', '**/*.temporal.test.ts']

// Fast tests first; those that share this machine's Docker Engine and cores one file after the other.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'test/{unit,defects,faults}/**/*.test.ts'],
          exclude: needsMore,
          // Statistics take a while where the cores are shared.
          testTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'temporal',
          include: ['test/{workflows,replay}/**/*.temporal.test.ts', 'src/client/*.temporal.test.ts'],
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'docker',
          include: ['src/**/*.docker.test.ts', 'test/defects/**/*.docker.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.docker.temporal.test.ts'],
          globalSetup: 'test/e2e/global-setup.ts',
          testTimeout: 240_000,
          hookTimeout: 240_000,
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          name: 'faults',
          include: ['test/faults/**/*.docker.temporal.test.ts'],
          // Three minutes on a machine of its own.
          testTimeout: 1_200_000,
          maxWorkers: 1,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
})
