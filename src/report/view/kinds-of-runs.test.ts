import { describe, expect, it } from 'vitest'
import { demoPlan, demoRecord, withLaunches } from '../../../test/fixtures/record.js'
import type { RunRecord } from '../../run/record.js'
import { renderReport } from '../render-report.fixture.js'
import { viewOf } from './report-view.js'

/** Without the case that runs out of memory. */
function whole(record: RunRecord): RunRecord {
  const stages = record.plan.stages.map((stage) => ({
    ...stage,
    cases: stage.cases.filter(({ name }) => !name.includes('BS=256')),
  }))
  const measured = withLaunches(record, (launch) => ({
    ...launch,
    cases: launch.cases.filter(({ values }) => values !== null),
  }))
  return { ...measured, ending: 'finished', plan: { ...record.plan, stages } }
}

const quiet = { pairs: 8, decode: 1, prefill: 1, noise: 0.002, plan: demoPlan({ looks: [8] }) }
const cancelledReason = { kind: 'comparison-cancelled' } as const

describe('the report of a calibration', () => {
  const record = whole(demoRecord(quiet))
  const plan = { ...record.plan, request: { ...record.plan.request, calibrate: true } }

  it('is headed with its host and what that can see', () => {
    const { title, headline, next } = viewOf({ ...record, plan })

    expect(title).toBe('Calibration of mi300x-01')
    expect(headline.opening).toMatch(
      /^Slowdowns from \d\.\d+ % \(.*\) to \d\.\d+ % \(.*\) are found with 8 pairs$/,
    )
    expect(headline.findings).toEqual([])
    expect(next[0]?.text).toContain('later comparisons on mi300x-01 count on this noise')
  })

  it('names the command that calibrates again', () => {
    const { commands } = viewOf({ ...record, plan })

    expect(commands.map(({ command }) => command)).toEqual([
      expect.stringMatching(/^prbench calibrate --ref [0-9a-f]{40} --repo sgl-project\/sglang /),
    ])
  })
})

describe('the report of a comparison that was cancelled', () => {
  const record = demoRecord({ pairs: 0 })

  it('says so once, and what measures the rest', () => {
    const { markdown } = renderReport({
      ...record,
      ending: 'cancelled',
      problem: cancelledReason,
      endings: record.plan.stages.map(({ name }) => ({ name, state: 'cancelled', reason: cancelledReason })),
    })

    expect(markdown.match(/cancelled/g)).toHaveLength(1)
    expect(markdown).toContain('- Measure what is missing: `prbench retry compare/sgl-project/sglang/1234`')
  })
})

describe('the report of one pair', () => {
  it('says once that it has no test', () => {
    const { markdown } = renderReport(whole(demoRecord({ pairs: 1, plan: demoPlan({ looks: [1] }) })))

    expect(markdown.match(/no significance test/g)).toHaveLength(1)
    expect(markdown).toMatch(
      /- Measure more pairs .*: `prbench compare --pr 1234 [^`]*--models grok,deepseek`/,
    )
  })
})

describe('what to do next', () => {
  it('is nothing where nothing changed', () => {
    expect(viewOf(whole(demoRecord(quiet))).next).toEqual([
      { text: 'Nothing: no stage became slower.', command: '' },
    ])
  })

  it('is to find what slows it down', () => {
    const { next } = viewOf(whole(demoRecord({ ...quiet, decode: 0.8 })))

    expect(next[0]?.text).toMatch(/^Find what slows grok\/offline, deepseek\/offline down/)
  })

  it('is as many pairs as settle it, with what they cost', () => {
    const { next } = viewOf(whole(demoRecord({ pairs: 4, noise: 0.03, decode: 1 })))

    expect(next[0]?.text).toMatch(/^Measure more pairs to settle what is undecided \(\d+ GPU hours\):$/)
    expect(next[0]?.command).toMatch(/^prbench compare --pr 1234 .* --pairs \d+$/)
  })

  it('is to mend the build', () => {
    const { next } = viewOf({ ...demoRecord({ pairs: 0 }), ending: 'build-failed' })

    expect(next).toEqual([
      { text: 'Mend the build and compare again; the end of its log is in the report.', command: '' },
    ])
  })
})

describe('the commands to reproduce it', () => {
  it('have what was asked for, quoted for a shell, without a password', () => {
    const record = whole(demoRecord(quiet))
    const request = {
      ...record.plan.request,
      repository: 'https://me:secret@git.example/it.git',
      models: ["it's", 'b'],
      threshold: 0.03,
      maxPairs: 15,
    }

    const { commands } = viewOf({ ...record, plan: { ...record.plan, request } })

    expect(commands[0]?.command).toBe(
      `prbench compare --pr 1234 --repo https://git.example/it.git --models 'it'\\''s,b' --max-pairs 15 --threshold 3`,
    )
    expect(JSON.stringify(commands)).not.toContain('secret')
  })
})
