import { expect, it } from 'vitest'
import { demoPlan, demoRecord } from '../../../test/fixtures/record.js'
import { calibrateHost } from '../../verdict/calibration/calibrate-host.js'
import { judgeRun } from '../../run/judge-run.js'
import { samplesOf } from '../../run/samples.js'
import { namesOfPlan } from '../words/names.js'
import { calibrationLines } from './calibration.js'
import { reasonWords } from '../words/launch-reasons.js'

it('a calibration is a table of noise and of what each look can see, and says how often it cried wolf', () => {
  const record = demoRecord({ plan: demoPlan({ looks: [8] }), pairs: 8, decode: 1, prefill: 1 })
  const calibration = calibrateHost({
    plan: record.plan,
    image: { tag: 'main-1f3c0d2-rocm630', id: 'sha256:1' },
    samples: samplesOf(record, reasonWords),
    judgement: judgeRun(record, reasonWords),
  })
  if (calibration === undefined) throw new Error('nothing was calibrated')

  const lines = calibrationLines(
    calibration,
    { schema: 1, host: 'mi300x-01', calibrations: [calibration] },
    namesOfPlan(record.plan),
  )

  const text = lines.join('\n')
  expect(lines[0]).toBe('noise of mi300x-01, measured with main-1f3c0d2-rocm630 against itself')
  expect(text).toMatch(/\n {2}Stage +Metric +Pairs +Launch +Within +Pair +at 4 +at 5 +at 6 +at 8 +at 10\n/)
  expect(text).toMatch(/\n {2}grok\/offline +E2E Throughput +8( +\d+\.\d+ %){8}\n/)
  expect(text).toMatch(/Disturbed launches: grok\/offline \d of 16, deepseek\/offline \d of 16\./)
  expect(text).toMatch(
    /False alarms: of 128 reports made of these launches .* \d+ would have named a difference/,
  )
  expect(text).toMatch(/Judged by one pair and ±5 % alone, \d+ of 16 pairs would have been marked/)
  expect(text).toContain(
    'Later comparisons on mi300x-01 count on this noise (1 day; worth three degrees of freedom',
  )
  expect(text).not.toMatch(/NaN|undefined|Infinity/)
})
