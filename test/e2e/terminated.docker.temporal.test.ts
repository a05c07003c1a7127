import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { comparisonLabel, runLabel } from '../../src/docker/container-identity.js'
import { inspectContainer, listOurs, removeContainer } from '../../src/docker/containers.js'
import { useBench } from './bench.js'
import { until } from './waiting.js'

const bench = useBench()

const ours = () => listOurs(bench.engine, { [comparisonLabel]: bench.comparison(7) })

/** A comparison in the middle of a launch whose worker is killed. */
async function loseWorker() {
  const worker = await bench.startWorker()
  const client = bench.startPrbench(bench.compareArguments(7, 'slow'))
  await until('a case was finished', async () => {
    const files = await readdir(join(bench.stateFolder(), 'spool'), { recursive: true })
    return files.some((file) => file.includes('/case-'))
  })
  worker.signal('SIGKILL')
  await worker.ended
  return { client }
}

async function terminateAll() {
  for (const id of [`${bench.comparison(7)}/bench/slow/offline`, bench.comparison(7)]) {
    await bench
      .client()
      .workflow.getHandle(id)
      .terminate('by a test')
      .catch(() => undefined)
  }
}

async function makeForeign(): Promise<string> {
  const { id } = await bench.engine.docker.createContainer({
    Image: 'prbench/demo-base:rocm630',
    Cmd: ['true'],
  })
  return id
}

describe('a comparison that was terminated when its worker was gone', () => {
  it('is listed by doctor while it is open not at all, then cleaned up by doctor --fix, and nothing else is', async () => {
    const { client } = await loseWorker()
    const foreign = await makeForeign()
    const whileOpen = await bench.prbench(['doctor', '--fix'])
    const before = (await ours()).length
    await terminateAll()
    await client.ended
    const [run = ''] = (await ours()).map(({ labels }) => labels[runLabel] ?? '')

    const status = await bench.prbench(['status', bench.comparison(7)])
    const listed = await bench.prbench(['doctor'])
    const stillThere = (await ours()).length
    const fixed = await bench.prbench(['doctor', '--fix'])

    const foreignStays = (await inspectContainer(bench.engine, foreign)) !== undefined
    await removeContainer(bench.engine, foreign)
    expect(whileOpen.stdout).not.toContain('of the ended run')
    expect([before, stillThere]).toEqual([1, 1])
    expect(status.stdout).toContain(`${bench.comparison(7)}  terminated`)
    expect(status.stdout).toContain('prbench doctor --fix')
    expect(listed.stdout).toMatch(new RegExp(`container prbench-[0-9a-f]+,? .*\\(of the ended run ${run}\\)`))
    expect(fixed.stdout).toContain(`(of the ended run ${run})`)
    expect(await ours()).toEqual([])
    expect(await readdir(join(bench.stateFolder(), 'spool'))).toEqual([])
    expect(foreignStays).toBe(true)
  })

  it('is cleaned up by the next worker', async () => {
    const { client } = await loseWorker()
    const foreign = await makeForeign()
    await terminateAll()
    await client.ended

    await bench.startWorker()
    const status = await bench.prbench(['status', bench.comparison(7)])

    const foreignStays = (await inspectContainer(bench.engine, foreign)) !== undefined
    await removeContainer(bench.engine, foreign)
    expect(status.stdout).toContain(`${bench.comparison(7)}  terminated`)
    expect(status.stdout).toMatch(/slow\/offline .*cancelled/)
    expect(status.stdout).toContain('interrupted: the comparison was terminated')
    expect(status.stdout).toContain(`prbench retry ${bench.comparison(7)}`)
    expect(await ours()).toEqual([])
    expect(await readdir(join(bench.stateFolder(), 'spool'))).toEqual([])
    expect(foreignStays).toBe(true)
  })
})
