import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterEach, describe, expect, it } from 'vitest'
import { useBench } from './bench.js'
import { until } from './waiting.js'

const bench = useBench()
const mounts: string[] = []

afterEach(async () => {
  for (const folder of mounts.splice(0)) await execa('umount', ['--lazy', folder])
})

/** A file system of one megabyte at a folder; false where this machine refuses to mount one. */
async function mountSmall(folder: string): Promise<boolean> {
  await mkdir(folder, { recursive: true })
  const { failed } = await execa('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], {
    reject: false,
  })
  if (!failed) {
    mounts.push(folder)
  }
  return !failed
}

/** Takes all room that a folder's file system has. */
async function fill(folder: string): Promise<string> {
  const filler = join(folder, '.filler')
  await execa('dd', ['if=/dev/zero', `of=${filler}`, 'bs=4096'], { reject: false })
  return filler
}

/** All files below a folder that end so, parsed; one that was cut off throws. */
async function jsonFiles(folder: string): Promise<unknown[]> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.json'))
  return Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as unknown),
  )
}

/** What Temporal says of the last failure of what waits to be tried again. */
async function pendingFailures(workflow: string): Promise<string[]> {
  const { raw } = await bench.client().workflow.getHandle(workflow).describe()
  return (raw.pendingActivities ?? []).map(({ lastFailure }) => lastFailure?.message ?? '')
}

/** What a person sees of it: in the comparison's status, or in what waits to be tried again. */
async function failuresSoFar(): Promise<string[]> {
  const { stages } = await bench.status(7)
  const told = stages.flatMap(({ lastError }) => lastError ?? [])
  return [...told, ...(await pendingFailures(`${bench.comparison(7)}/bench/slow/offline`))]
}

describe('a disk that runs full in the middle', () => {
  it.for([
    ['of the run directory', () => bench.outputFolder()],
    ['of the case files', () => join(bench.stateFolder(), 'spool')],
  ] as const)(
    '%s: says so, leaves nothing in part, and goes on when there is room',
    async ([, where], { skip }) => {
      const folder = where()
      skip(!(await mountSmall(folder)), 'this machine does not let a test mount a file system')
      await bench.startWorker()
      const client = bench.startPrbench(bench.compareArguments(7, 'slow', ['--pairs', '2']))
      await until('a case was finished', async () => {
        const files = await readdir(join(bench.stateFolder(), 'spool'), { recursive: true })
        return files.some((file) => file.includes('/case-'))
      })

      const filler = await fill(folder)
      const failures = await until('it said that the disk is full', async () => {
        const all = await failuresSoFar()
        return all.some((message) => message.includes('disk full')) && all
      })
      const inPart = (await jsonFiles(folder)).length
      await rm(filler)
      const { exitCode } = await client.ended

      expect(failures.join()).toContain('prbench tries again')
      expect(inPart).toBeGreaterThan(0)
      expect(exitCode).toBe(0)
      const { record, read } = await bench.run()
      expect(record.pairs).toHaveLength(2)
      expect((await read('comparison.log')).split('\n').slice(0, -1)).not.toContainEqual(
        expect.not.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z /),
      )
      expect((await read('samples.csv')).endsWith('\n')).toBe(true)
    },
  )
})
