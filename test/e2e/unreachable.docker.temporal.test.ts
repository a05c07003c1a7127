import { describe, expect, it } from 'vitest'
import { useBench } from './bench.js'
import { until } from './waiting.js'

const bench = useBench()

describe('a comparison whose repository does not answer', () => {
  it('waits for it, and status says so', async () => {
    // Nothing listens on port 1.
    const input = { repository: 'https://localhost:1/o/engine.git', pullRequest: 7, models: ['grok'] }
    const id = 'compare/localhost/o/engine/7'
    await bench.startWorker()
    await bench.temporal([
      ...['workflow', 'start', '--type', 'comparePullRequest', '--task-queue', 'prbench'],
      ...['--workflow-id', id, '--input', JSON.stringify(input)],
    ])

    const status = await until('status tells of it', async () => {
      const { stdout } = await bench.prbench(['status', id])
      return stdout.includes('tries again') && stdout
    })
    const { exitCode } = await bench.prbench(['cancel', id])

    expect(status).toContain('Cannot read the repository https://localhost:1/o/engine.git')
    expect(status).toContain('(next: attempt 2)')
    expect(exitCode).toBe(0)
  })
})
