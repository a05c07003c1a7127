import { defineConfig } from 'vitest/config'
import { RunEnd } from './test/run-end.js'
import { LongestFirst } from './test/longest-first.js'

const needsMore = ['**/*.docker.test.ts', '**/*.temporal.test.ts']

// These mostly wait, so that more of them than there are cores run side by side. What they need they have for themselves;
// only the Docker Engine is everybody's.
const sideBySide = {
  maxWorkers: 5,
  sequence: { groupOrder: 1 },
  // Far above what anything takes: a machine that does other work is slow, not wrong.
  testTimeout: 480_000,
  hookTimeout: 240_000,
}

// Fast tests first.
export default defineConfig({
  test: {
    reporters: ['default', new RunEnd()],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'test/{unit,defects,faults}/**/*.test.ts'],
          exclude: needsMore,
          // They share nothing that one could leave changed for the next, and loading everything anew for each takes longer than they do.
          isolate: false,
          // Statistics take a while where the cores are shared.
          testTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          ...sideBySide,
        },
      },
      {
        test: {
          name: 'temporal',
          include: ['test/{workflows,replay}/**/*.temporal.test.ts', 'src/client/*.temporal.test.ts'],
          globalSetup: 'test/workflows/global-setup.ts',
          ...sideBySide,
        },
      },
      {
        test: {
          name: 'docker',
          include: ['src/**/*.docker.test.ts', 'test/defects/**/*.docker.test.ts'],
          isolate: false,
          ...sideBySide,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.docker.temporal.test.ts'],
          globalSetup: 'test/e2e/global-setup.ts',
          isolate: false,
          ...sideBySide,
        },
      },
      {
        test: {
          name: 'faults',
          include: ['test/faults/**/*.docker.temporal.test.ts'],
          ...sideBySide,
          // What they break is their own. Three minutes on a machine of its own.
          testTimeout: 1_200_000,
        },
      },
    ],
  },
})
