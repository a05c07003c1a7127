import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'test/unit/**/*.test.ts'],
          exclude: ['**/*.docker.test.ts', '**/*.temporal.test.ts'],
          pool: 'forks',
        },
      },
    ],
  },
})
