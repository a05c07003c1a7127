import { defineConfig } from 'vitest/config'

const engine = process.env.PRBENCH_ENGINE ?? '*'

// Apart from the other tests: `npm run test:sglang` makes images of many gigabytes first.
export default defineConfig({
  test: {
    name: engine,
    include: [`test/${engine}/**/*.${engine}.test.ts`],
    globalSetup: 'test/real/global-setup.ts',
    // Three times what it takes: a machine that does other work is slow, not wrong.
    testTimeout: 45 * 60_000,
    hookTimeout: 5 * 60_000,
    maxWorkers: 1,
    fileParallelism: false,
  },
})
