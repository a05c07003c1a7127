import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { demoPlan, demoRecord } from '../../test/fixtures/record.js'
import { readExperience } from '../run/experience.js'
import { learnFrom } from './learn.js'

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prbench-learn-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A run of main against main. */
function calibration(pairs: number) {
  const plan = demoPlan({ looks: [pairs] })
  const calibrating = { ...plan, request: { ...plan.request, calibrate: true } }
  return demoRecord({ plan: calibrating, pairs, decode: 1, prefill: 1 })
}

it('stores what a calibration found, once however often it is asked to', async () => {
  const first = await learnFrom(calibration(4), folder, 'finished')
  const second = await learnFrom(calibration(4), folder, 'finished')

  const { calibrations } = await readExperience(folder, ['mi300x-01'])

  expect(calibrations[0]?.calibrations).toHaveLength(1)
  expect(second).toEqual(first)
  expect(first.lines).toContain('noise of mi300x-01, measured with main-1f3c0d2-rocm630 against itself')
  expect(first.notes[0]).toMatch(/^This is a calibration\. Disturbed launches: grok\/offline \d of 8/)
})

it('says so where a calibration measured too little', async () => {
  const learned = await learnFrom(calibration(1), folder, 'finished')

  expect(learned.notes).toEqual(['Nothing was calibrated: a stage needs two valid pairs.'])
})

it('stores nothing of a calibration that was cancelled, beside what is known already', async () => {
  await learnFrom(calibration(4), folder, 'finished')
  const later = calibration(2)
  const run = 'cancelled later'

  const learned = await learnFrom({ ...later, plan: { ...later.plan, run } }, folder, 'cancelled')

  const { calibrations } = await readExperience(folder, ['mi300x-01'])
  expect(calibrations[0]?.calibrations.map(({ stages }) => stages[0]?.pairs)).toEqual([4])
  expect(learned.notes.join()).toMatch(/^This calibration was cancelled: nothing was stored/)
})

it('stores no noise of any other comparison', async () => {
  const learned = await learnFrom(demoRecord(), folder, 'finished')

  const { calibrations } = await readExperience(folder, ['mi300x-01'])

  expect(learned).toEqual({ notes: [], lines: [] })
  expect(calibrations[0]?.calibrations).toEqual([])
})

it('never costs a report: what cannot be stored is a note', async () => {
  const file = join(folder, 'file')
  await writeFile(file, 'in the way')

  const learned = await learnFrom(calibration(4), file, 'finished')

  expect(learned.notes[0]).toContain(`Could not store this run's timings and noise in ${file}: `)
  expect(await readFile(file, 'utf8')).toBe('in the way')
})
