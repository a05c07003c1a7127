import { access } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { useBench } from './bench.js'

const bench = useBench()

describe('a wrong input by the temporal CLI', () => {
  it.each([
    [{ pullRequest: 'seven' }, 'pullRequest'],
    [{ pullRequest: 7, pairs: 0 }, 'pairs'],
    [{ pullRequest: 7, colour: 'red' }, 'colour'],
    [{ pullRequest: 7, models: ['no-such-model'] }, 'no-such-model'],
  ])('fails at once: %j names %s', async (input, named) => {
    await bench.startWorker()
    const request = { repository: bench.repository(), outputFolder: bench.outputFolder(), ...input }

    const { exitCode, stdout, stderr } = await bench.temporal([
      ...['workflow', 'execute', '--type', 'comparePullRequest', '--task-queue', 'prbench'],
      ...['--workflow-id', bench.comparison('by-hand'), '--input', JSON.stringify(request)],
    ])

    expect(exitCode).not.toBe(0)
    expect(`${stdout}${stderr}`).toContain(named)
    const description = await bench.client().workflow.getHandle(bench.comparison('by-hand')).describe()
    expect(description.status.name).toBe('FAILED')
    const status = await bench.prbench(['status', bench.comparison('by-hand')])
    expect(status.stdout).toMatch(new RegExp(`^Refused: .*${named}`, 'm'))
    expect(status.stdout).not.toContain('worker')
    await expect(access(bench.outputFolder())).rejects.toThrow('ENOENT')
  })
})
