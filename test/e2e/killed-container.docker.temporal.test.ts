import { describe, expect, it } from 'vitest'
import { isSound } from '../../src/comparison/pair-state.js'
import { hostLabel } from '../../src/docker/container-identity.js'
import { useBench } from './bench.js'
import { pauseContainer } from './pause-container.js'
import { until } from './waiting.js'

const bench = useBench()

/** Kills the first container of a process whose name begins so, as soon as it and another one run. */
async function killFirst(process: string, other: string): Promise<string> {
  return until(`a container of ${process} was killed`, async () => {
    const running = await bench.engine.docker.listContainers({
      filters: { label: [`${hostLabel}=${bench.host()}`], status: ['running'] },
    })
    const find = (name: string) =>
      running.find(({ Labels: labels }) => labels['prbench.process']?.startsWith(name) === true)
    const [found, beside] = [find(process), find(other)]
    if (found === undefined || beside === undefined) return undefined
    // So that it does not end first, however slow the machine is.
    if (beside !== found) await pauseContainer(bench.engine.docker.getContainer(beside.Id))
    await bench.engine.docker.getContainer(found.Id).kill()
    return found.Names[0]?.slice(1)
  })
}

describe('a container that somebody kills', () => {
  it.each([
    ['slow', 'offline-', 'offline-'],
    ['served', 'server-', 'server-'],
    ['served', 'client-', 'client-'],
    ['served', 'warm-up-', 'warm-up-'],
    ['served', 'gsm8k-', 'gsm8k-'],
    ['served', 'server-', 'gsm8k-'],
  ])(
    'of %s, a process %s beside %s, voids its launch and blames nobody; the pair is measured again',
    async (recipe, process, other) => {
      const recorder = await bench.recordStarts()
      await bench.startWorker()
      const client = bench.startPrbench(bench.compareArguments(7, recipe))

      const killed = await killFirst(process, other)
      const { exitCode } = await client.ended

      expect(exitCode).toBe(0)
      const { record, read } = await bench.run()
      expect(record.pairs.map(({ pair, attempt }) => [pair, attempt])).toEqual([
        [1, 1],
        [1, 2],
      ])
      expect(record.pairs.map(isSound)).toEqual([false, true])
      const [first, second] = record.pairs[0]?.launches ?? []
      expect(first?.voidReason).toEqual({ kind: 'container-killed', container: killed })
      expect(first?.processes.find(({ container }) => container === killed)?.ending).toBe('killed')
      expect(first?.processes.map(({ ending }) => ending)).not.toContain('died')
      expect(second).toMatchObject({ cases: [], processes: [] })
      const names = recorder.starts().map(({ container }) => container)
      expect(names).toEqual([...new Set(names)])
      expect(await read('comparison_report.md')).toContain('was killed from outside')
    },
  )
})
