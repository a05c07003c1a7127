import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { demoImage, demoPlan, demoRecord } from '../../test/fixtures/record.js'
import { addImage, addPair, readRecord, updateRecord } from '../run/record-file.js'
import type { RunRecord } from '../run/record.js'
import { createRunDirectory, holdsRun } from '../run/run-directory.js'
import { reopenRun } from './reopen-run.js'
import { RequestRefused } from '../planning/request-refused.js'

const identity = { comparison: demoPlan().comparison, run: 'second-run' }

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prbench-reopen-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A run that ended: grok was measured, deepseek cancelled after its first pair. */
async function endedRun(): Promise<RunRecord> {
  const plan = await createRunDirectory(demoPlan({ runDirectory: join(folder, 'run') }))
  const { pairs } = demoRecord({ plan })
  const [grok, deepseek] = plan.stages.map(({ name }) => name)
  for (const pair of pairs) if (pair.stage === grok || pair.pair === 1) await addPair(plan, pair)
  return updateRecord(plan, (record) => ({
    ...record,
    ending: 'finished',
    problem: { kind: 'deadline-reached', deadline: 60 },
    endings: [
      { name: grok ?? '', state: 'measured' },
      { name: deepseek ?? '', state: 'cancelled', reason: { kind: 'stopped-by-person', how: 'cancelled' } },
    ],
  }))
}

describe('reopenRun', () => {
  it('forgets how the run ended once the other one has begun', async () => {
    const { plan: ended } = await endedRun()

    const { plan } = await reopenRun({ runDirectory: ended.runDirectory }, identity)
    await addImage(plan, demoImage(plan, 'main'))

    const { ending, problem } = await readRecord(ended.runDirectory)
    expect([ending, problem]).toEqual([undefined, undefined])
  })

  it('takes the run over for another one, keeps what was measured, and names what is missing', async () => {
    const before = await endedRun()
    const { runDirectory } = before.plan

    const { plan, stages } = await reopenRun({ runDirectory }, identity)
    const again = await reopenRun({ runDirectory }, identity)

    const after = await readRecord(runDirectory)
    expect(after.pairs).toEqual(before.pairs)
    // The hosts may still refuse it: then the report stands as it is.
    expect([after.ending, after.problem]).toEqual(['finished', before.problem])
    expect(plan).toEqual({ ...before.plan, run: 'second-run' })
    expect(await holdsRun(runDirectory, 'second-run')).toBe(true)
    expect(JSON.parse(await readFile(join(runDirectory, 'plan.json'), 'utf8'))).toMatchObject({
      run: 'second-run',
    })
    expect(stages['grok/offline']).toMatchObject({ ending: { state: 'measured' }, wanted: 4 })
    expect(stages['grok/offline']).not.toHaveProperty('again')
    expect(stages['deepseek/offline']).toMatchObject({
      again: 'missing',
      wanted: 4,
      pairs: { complete: [1], last: 1, generation: 1 },
    })
    expect(again.stages).toEqual(stages)
  })

  it('has all pairs of a measured stage measured anew where it is named', async () => {
    const { plan } = await endedRun()

    const { stages } = await reopenRun(
      { runDirectory: plan.runDirectory, stages: ['grok/offline'] },
      identity,
    )

    expect(stages['grok/offline']).toMatchObject({ again: 'anew', wanted: 4 })
    expect(stages['deepseek/offline']).not.toHaveProperty('again')
  })

  it('tells what a comparison that was cut off has measured from what it has not', async () => {
    const plan = await createRunDirectory(demoPlan({ runDirectory: join(folder, 'run') }))
    const [grok, deepseek] = plan.stages.map(({ name }) => name)
    for (const pair of demoRecord({ plan }).pairs) {
      if (pair.stage === grok || (pair.stage === deepseek && pair.pair === 1)) await addPair(plan, pair)
    }
    const { runDirectory } = plan
    const named = plan.stages.at(-1)?.name ?? ''

    const { stages } = await reopenRun({ runDirectory, stages: [named] }, identity)
    const all = await reopenRun({ runDirectory }, identity)

    expect(stages['grok/offline']).toMatchObject({ ending: { state: 'measured' } })
    expect(stages['grok/offline']).not.toHaveProperty('again')
    expect(stages['deepseek/offline']?.ending).toEqual({
      name: 'deepseek/offline',
      state: 'cancelled',
      reason: { kind: 'cut-short' },
    })
    expect(Object.values(all.stages).map(({ again }) => again)).toEqual(plan.stages.map(() => 'missing'))
  })

  it('refuses another comparison’s run, a stage that is not there, a run of which nothing is missing', async () => {
    const { plan } = await endedRun()
    const { runDirectory } = plan
    const other = { ...identity, comparison: 'compare/a/b/1' }

    await expect(reopenRun({ runDirectory }, other)).rejects.toThrow('Start the retry under that workflow id')
    await expect(reopenRun({ runDirectory, stages: ['grok'] }, identity)).rejects.toThrow(
      'choose from grok/offline',
    )
    await updateRecord(plan, (record) => ({
      ...record,
      endings: record.endings.map(({ name }) => ({ name, state: 'measured' as const })),
    }))
    await expect(reopenRun({ runDirectory }, identity)).rejects.toThrow(RequestRefused)
    await expect(reopenRun({ runDirectory: join(folder, 'none') }, identity)).rejects.toThrow(/none is gone/)
    expect(await holdsRun(runDirectory, plan.run)).toBe(true)
  })
})
