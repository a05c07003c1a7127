import { join } from 'node:path'
import type { Plan } from '../comparison/plan.js'
import { writeFileAtomically } from './atomic-file.js'
import { runFiles } from './layout.js'
import type { RunRecord } from './record.js'
import { formatRecord } from './record-file.js'

/**
 * Takes a run directory over for another run, under whose name it is written from now on. What was measured
 * stays, and so does how it ended until that run begins: its hosts may still refuse it. Safe to do twice.
 */
export async function reopenRecord(record: RunRecord, plan: Plan): Promise<void> {
  const write = (name: string, text: string) => writeFileAtomically(join(plan.runDirectory, name), text)
  await write(runFiles.results, formatRecord({ ...record, plan }))
  await write(runFiles.plan, `${JSON.stringify(plan, undefined, 2)}\n`)
  // Last: by this the hosts and the next write know whose it is.
  await write(runFiles.marker, `${plan.run}\n`)
}
