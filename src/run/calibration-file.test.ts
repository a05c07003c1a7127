import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Calibration } from '../verdict/calibration/calibration.js'
import { addCalibration, calibrationFile, readCalibrations } from './calibration-file.js'

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prbench-calibrations-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

function calibration(run: string, words = 0): Calibration {
  return {
    run,
    date: '2026-11-24T10:00:00Z',
    commit: 'a'.repeat(40),
    image: { tag: 'main', id: 'sha256:1' },
    mode: 'normal',
    threshold: 0.05,
    stages: [],
    falseAlarms: { reports: 8, words, marks: 0, singlePairs: 4, singleMarks: 1 },
  }
}

it('gives none for a host that was never calibrated', async () => {
  const known = await readCalibrations(folder, 'h1')

  expect(known).toEqual({ schema: 1, host: 'h1', calibrations: [] })
})

it('keeps one calibration a run, hosts apart', async () => {
  await addCalibration(folder, 'h1', calibration('first'))
  await addCalibration(folder, 'h1', calibration('second'))
  await addCalibration(folder, 'h2', calibration('third'))
  await addCalibration(folder, 'h1', calibration('second', 1))

  const known = await readCalibrations(folder, 'h1')

  expect(known.calibrations).toEqual([calibration('first'), calibration('second', 1)])
})

it.each([
  ['{"schema": 1, "host": "h1"', 'it is not JSON. Is it incomplete?'],
  ['{"schema": 1, "host": "h1", "calibrations": [{"run": 7}]}', 'field calibrations[0].run: '],
])('names the file and field of what cannot be read: %s', async (text, reason) => {
  await addCalibration(folder, 'h1', calibration('first'))
  const file = calibrationFile(folder, 'h1')
  await writeFile(file, text)

  const reading = readCalibrations(folder, 'h1')

  await expect(reading).rejects.toThrow(file)
  await expect(readCalibrations(folder, 'h1')).rejects.toThrow(reason)
})
