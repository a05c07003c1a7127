import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isPrimed, readPrimingMark, writePrimingMark, type PrimingMark } from './priming-marks.js'

const mark = (problem: PrimingMark['priming']['problem'] = null): PrimingMark => ({
  image: 'sha256:a',
  stage: 'grok/online',
  volumes: { v: '2026-11-24T10:00:00Z' },
  run: 'run-1',
  pair: 1,
  attempt: 1,
  priming: { arm: 'pr', seconds: 300, problem },
})

describe('isPrimed', () => {
  it('holds as long as its volumes are those that were filled', () => {
    expect(isPrimed(mark(), { v: '2026-11-24T10:00:00Z' }, 'run-2')).toBe(true)
    expect(isPrimed(mark(), { v: '2026-11-25T08:00:00Z' }, 'run-2')).toBe(false)
    expect(isPrimed(mark(), {}, 'run-2')).toBe(false)
    expect(isPrimed(undefined, {}, 'run-2')).toBe(false)
  })

  it('does not repeat a failure in the same run, and tries again in the next', () => {
    expect(isPrimed(mark({ kind: 'process-ended', ending: 'died', exitCode: 1 }), {}, 'run-1')).toBe(true)
    expect(isPrimed(mark({ kind: 'process-ended', ending: 'died', exitCode: 1 }), {}, 'run-2')).toBe(false)
  })
})

describe('the marks of a host', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'prbench-primed-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('are kept for each image and stage', async () => {
    await writePrimingMark(folder, mark())

    expect(await readPrimingMark(folder, 'sha256:a', 'grok/online')).toEqual(mark())
    expect(await readPrimingMark(folder, 'sha256:a', 'grok/offline')).toBeUndefined()
    expect(await readPrimingMark(folder, 'sha256:b', 'grok/online')).toBeUndefined()
  })

  it('count as none where they cannot be understood', async () => {
    await writePrimingMark(folder, mark())
    const [name = ''] = await readdir(folder)
    await writeFile(join(folder, name), '{"image": "sha256:a"}')

    expect(await readPrimingMark(folder, 'sha256:a', 'grok/online')).toBeUndefined()
  })
})
