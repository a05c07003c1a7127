import { describe, expect, it } from 'vitest'
import { isSound } from '../../src/comparison/pair-state.js'
import { hostLabel } from '../../src/docker/container-identity.js'
import { useBench } from './bench.js'
import { until } from './waiting.js'

const bench = useBench()

/** Kills the first container of a process whose name begins so, as soon as it runs. */
async function killFirst(process: string): Promise<string> {
  return until(`a container of ${process} was killed`, async () => {
    const running = await bench.engine.docker.listContainers({
      filters: { label: [`${hostLabel}=${bench.host()}`] },
    })
    const found = running.find(
      ({ Labels: labels }) => labels['prbench.process']?.startsWith(process) === true,
    )
    if (found === undefined) return undefined
    await bench.engine.docker.getContainer(found.Id).kill()
    return found.Names[0]?.slice(1)
  })
}

describe('a container that somebody kills', () => {
  it.each([
    ['slow', 'offline-'],
    ['served', 'server-'],
    ['served', 'client-'],
    ['served', 'warm-up-'],
  ])(
    'of %s, a process %s, voids its launch and blames nobody; the pair is measured again',
    async (recipe, process) => {
      const recorder = await bench.recordStarts()
      await bench.startWorker()
      const client = bench.startPrbench(bench.compareArguments(7, recipe))

      const killed = await killFirst(process)
      const { exitCode } = await client.ended

      expect(exitCode).toBe(0)
      const { record, read } = await bench.run()
      expect(record.pairs.map(({ pair, attempt }) => [pair, attempt])).toEqual([
        [1, 1],
        [1, 2],
      ])
      expect(record.pairs.map(isSound)).toEqual([false, true])
      const [first, second] = record.pairs[0]?.launches ?? []
      expect(first?.voidReason).toBe(
        `container ${killed} was killed from outside, which says nothing of the code`,
      )
      expect(first?.processes.find(({ container }) => container === killed)?.ending).toBe('killed')
      expect(first?.processes.map(({ ending }) => ending)).not.toContain('died')
      expect(second).toMatchObject({ cases: [], processes: [] })
      const names = recorder.starts().map(({ container }) => container)
      expect(names).toEqual([...new Set(names)])
      expect(await read('comparison_report.md')).toContain('was killed from outside')
    },
  )
})
