import { calibrateHost } from '../verdict/calibration/calibrate-host.js'
import type { Outcome } from '../comparison/outcome.js'
import { calibrationLines, calibrationSentences } from '../report/terminal/calibration.js'
import { namesOfPlan } from '../report/words/names.js'
import { addCalibration } from '../run/calibration-file.js'
import { judgeRun } from '../run/judge-run.js'
import { reasonWords } from '../report/words/launch-reasons.js'
import { addDurations } from '../run/launch-history.js'
import type { RunRecord } from '../run/record.js'
import { samplesOf } from '../run/samples.js'

/** What was learnt of hosts, for the reader. */
export interface Learned {
  /** For the report. */
  readonly notes: readonly string[]
  /** For a terminal. */
  readonly lines: readonly string[]
}

/**
 * Remembers what a finished run tells of its hosts: how long launches take, and, where it measured main
 * against itself, their noise. Safe to do twice. Never throws: a report is worth more than what is learnt
 * from it.
 */
export async function learnFrom(
  record: RunRecord,
  stateFolder: string,
  ending: Outcome['ending'],
): Promise<Learned> {
  try {
    await addDurations(stateFolder, record)
    if (!record.plan.request.calibrate) return { notes: [], lines: [] }
    return ending === 'cancelled' ? cancelled : await learnNoise(record, stateFolder)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const note = `Could not store this run's timings and noise in ${stateFolder}: ${reason}`
    return { notes: [note], lines: record.plan.request.calibrate ? [note] : [] }
  }
}

/**
 * The newest calibration of a day counts: a few pairs of a cancelled one must not take the place of a whole
 * one.
 */
const cancelled = said(
  'This calibration was cancelled: nothing was stored. An earlier calibration of the host still holds.',
)

function said(note: string): Learned {
  return { notes: [note], lines: [note] }
}

async function learnNoise(record: RunRecord, stateFolder: string): Promise<Learned> {
  const { plan, images } = record
  const [host] = plan.stages.map((stage) => stage.host)
  const image = images.find(({ arm }) => arm === 'main')
  const calibration =
    image === undefined
      ? undefined
      : calibrateHost({
          plan,
          image,
          samples: samplesOf(record, reasonWords),
          judgement: judgeRun(record, reasonWords),
        })
  if (host === undefined || calibration === undefined) {
    return said('Nothing was calibrated: a stage needs two valid pairs.')
  }
  const known = await addCalibration(stateFolder, host, calibration)
  return {
    notes: [`This is a calibration. ${calibrationSentences(calibration, known).join(' ')}`],
    lines: ['', ...calibrationLines(calibration, known, namesOfPlan(record.plan))],
  }
}
