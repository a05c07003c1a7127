import { defineConfig } from 'vitest/config'

// Apart from the other tests: `npm run test:sglang` makes images of many gigabytes first.
export default defineConfig({
  test: {
    name: 'sglang',
    include: ['test/sglang/**/*.sglang.test.ts'],
    globalSetup: 'test/sglang/global-setup.ts',
    testTimeout: 20 * 60_000,
    hookTimeout: 5 * 60_000,
    maxWorkers: 1,
    fileParallelism: false,
  },
})
