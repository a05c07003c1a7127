import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { demoPlan, demoRecord } from '../../test/fixtures/record.js'
import { judgeRun } from '../run/judge-run.js'
import { readRecord } from '../run/record-file.js'
import { createRunDirectory } from '../run/run-directory.js'
import { readSamplesCsv } from '../run/samples-csv.js'
import { samplesOf } from '../run/samples.js'
import { renderReport } from './render-report.fixture.js'
import { writeReport } from './write-report.js'
import { namesOfPlan } from './words/names.js'
import { withSentences } from './words/with-sentences.js'
import { reasonWords } from './words/launch-reasons.js'

let output: string

beforeEach(async () => {
  output = await mkdtemp(join(tmpdir(), 'prbench-report-'))
})

afterEach(async () => {
  await rm(output, { recursive: true, force: true })
})

describe('writeReport', () => {
  it('leaves every file that people and scripts look for', async () => {
    const plan = await createRunDirectory(demoPlan({ runDirectory: join(output, 'pr1234') }))
    const record = demoRecord({ plan })
    const read = (path: string) => readFile(join(plan.runDirectory, path), 'utf8')

    const outcome = await writeReport(record, 'finished')

    const grok = 'pull-1234-merge-9b8a7c6-rocm630_GROK1_MOE-I4F8_offline'
    const deepseek = 'main-1f3c0d2-rocm630_DeepSeek-V3-0324_FP8_offline'
    expect(await readRecord(plan.runDirectory)).toEqual({
      ...record,
      ending: 'finished',
      judgement: withSentences(judgeRun({ ...record, ending: 'finished' }, reasonWords), namesOfPlan(plan)),
      outcome,
    })
    const samples = samplesOf(record, reasonWords).map((sample) => ({ ...sample, why: undefined }))
    expect(readSamplesCsv(await read('samples.csv'), 'samples.csv')).toEqual(samples)
    expect(await read(`pr/offline/GROK1/${grok}/${grok}.csv`)).toMatch(
      /^TP,batch_size,IL,OL,Backend,Prefill_latency.*\n8,1,1024,128,aiter,0\.0\d+,.*\n(.*\n)*8,256,1024,128,aiter,NA,NA,NA,NA,NA,NA\n$/,
    )
    expect(await read(`main/offline/DeepSeek-V3-0324/${deepseek}/${deepseek}.csv`)).toMatch(
      /^TP,batch_size,IL,OL,Prefill/,
    )
    expect(JSON.parse(await read(`pr/offline/GROK1/${grok}/config.json`))).toEqual({
      docker: 'pull-1234-merge-9b8a7c6-rocm630',
      attention_backend: 'aiter',
    })
    const { markdown } = renderReport({ ...record, ending: 'finished' })
    expect(await read('comparison_report.md')).toBe(markdown)
    expect(await read('comparison_report.html')).toMatch(
      /<div role="img" tabindex="0" aria-label="E2E Throughput: change: [^"]*"><svg /,
    )
  })

  it('tells how it ended: complete only if every cell has a value', async () => {
    const plan = await createRunDirectory(demoPlan({ runDirectory: join(output, 'pr1234') }))
    const [grok, deepseek] = plan.stages
    if (grok === undefined || deepseek === undefined) throw new Error('the fixture has two stages')
    const record = demoRecord({ plan })

    const both = await writeReport(record, 'finished')
    const whole = await writeReport(demoRecord({ plan: { ...plan, stages: [deepseek] } }), 'finished')
    const cancelled = await writeReport({ ...record, pairs: [] }, 'cancelled')

    expect(both).toMatchObject({ ending: 'finished', complete: false, verdict: 'missing' })
    expect(whole).toMatchObject({ ending: 'finished', complete: true, verdict: 'improvement' })
    expect(cancelled).toMatchObject({ ending: 'cancelled', complete: false, verdict: 'missing' })
    expect(both.report).toBe(join(plan.runDirectory, 'comparison_report.html'))
  })
})
