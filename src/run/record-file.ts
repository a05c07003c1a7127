import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { BuiltImage } from '../comparison/image.js'
import type { PairResult } from '../comparison/launch.js'
import type { Plan } from '../comparison/plan.js'
import { writeFileAtomically } from './atomic-file.js'
import { appendToComparisonLog } from './comparison-log.js'
import { withWholePlan } from './plan-of-before.js'
import { RecordInvalid, RunDirectoryUnusable } from './errors.js'
import { checkedJson, ifThere } from './json-file.js'
import { runFiles } from './layout.js'
import { newRecord, runRecordSchema, withImage, withoutEnding, withPair, type RunRecord } from './record.js'
import { ensureRunDirectory } from './run-directory.js'

const madeAgain = { kind: 'directory-made-again' } as const

/** Reads `results.json` of a run directory. Throws RecordInvalid, which names the file and the field. */
export async function readRecord(runDirectory: string): Promise<RunRecord> {
  const file = join(runDirectory, runFiles.results)
  const record = await readIfThere(file)
  if (record === undefined) throw new RecordInvalid(file, '', 'no such file')
  return record
}

/** The plan's record, a new one where there is none yet. Throws RecordInvalid, RunDirectoryUnusable. */
export async function openRecord(plan: Plan): Promise<RunRecord> {
  const record = await readIfThere(join(plan.runDirectory, runFiles.results))
  if (record === undefined) return newRecord(plan)
  if (record.plan.run !== plan.run) {
    throw new RunDirectoryUnusable(plan.runDirectory, `it holds run ${record.plan.run}, not ${plan.run}`)
  }
  return { ...record, plan }
}

/**
 * Changes the record on the disk and gives it as it is then. Changes of one run directory go one after the
 * other within this process, which is the only one that writes there. A directory that somebody deleted is
 * made anew, without what was measured before.
 */
export function updateRecord(plan: Plan, change: (record: RunRecord) => RunRecord): Promise<RunRecord> {
  return inTurn(plan.runDirectory, async () => {
    const file = join(plan.runDirectory, runFiles.results)
    // Of a directory that is being deleted, the record may still be there.
    const isLost = (await ensureRunDirectory(plan)) && (await readIfThere(file)) === undefined
    const known = await openRecord(plan)
    const record = change(isLost ? { ...known, notes: [...known.notes, madeAgain] } : known)
    await writeFileAtomically(file, formatRecord(record))
    if (isLost)
      await appendToComparisonLog(
        plan.runDirectory,
        'the run directory was deleted during the comparison and created again',
      )
    return record
  })
}

/** Writes a record as it is, also into a run directory that was moved. */
export function saveRecord(record: RunRecord, runDirectory: string): Promise<void> {
  return inTurn(runDirectory, () =>
    writeFileAtomically(join(runDirectory, runFiles.results), formatRecord(record)),
  )
}

/** Records an arm's image, with which a run begins, also one that was taken up again. Idempotent. */
export function addImage(plan: Plan, image: BuiltImage): Promise<RunRecord> {
  return updateRecord(plan, (record) => withImage(withoutEnding(record), image))
}

/** Records an attempt of a pair. Idempotent. */
export function addPair(plan: Plan, pair: PairResult): Promise<RunRecord> {
  return updateRecord(plan, (record) => withPair(record, pair))
}

/** The text of `results.json`. */
export function formatRecord(record: RunRecord): string {
  return `${JSON.stringify(record, undefined, 1)}\n`
}

/** Checks the text of a `results.json`. Throws RecordInvalid with the first field that is wrong. */
export function parseRecord(text: string, file: string): RunRecord {
  return checkedJson(text, file, z.preprocess(withWholePlan, runRecordSchema))
}

async function readIfThere(file: string): Promise<RunRecord | undefined> {
  const text = await ifThere(readFile(file, 'utf8'))
  return text === undefined ? undefined : parseRecord(text, file)
}

const turns = new Map<string, Promise<unknown>>()

/** Runs work on one folder after all earlier work on it, whether that succeeded or not. */
async function inTurn<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  const before = turns.get(folder) ?? Promise.resolve()
  const turn = before.then(work, work)
  turns.set(folder, turn)
  try {
    return await turn
  } finally {
    if (turns.get(folder) === turn) turns.delete(folder)
  }
}
