import { describe, expect, it } from 'vitest'
import { onlineRecord } from '../../../test/fixtures/online-record.js'
import { judge } from '../../verdict/judge.js'
import { readSamplesCsv, writeSamplesCsv } from '../../run/samples-csv.js'
import { samplesOf } from '../../run/samples.js'
import { renderReport } from '../render-report.fixture.js'
import { reasonWords } from '../words/launch-reasons.js'

/** Grok's rates, of which the server cannot keep up with the highest. */
const record = onlineRecord(['grok'], ({ cases }) => ({
  cases: cases.map((result, index) =>
    index === cases.length - 1 ? { ...result, saturated: true as const } : result,
  ),
}))

describe('a rate that the server cannot keep up with', () => {
  it('is said in the report, with what is judged there', () => {
    const { markdown } = renderReport(record)

    expect(markdown).toMatch(
      /grok\/online: the server was overloaded or fell behind the offered rate at [^;]*; output throughput is judged there \(.*\), latencies grow with the length of the run and are not judged there/,
    )
    expect(markdown).toMatch(/Output Throughput where saturated \| \**[+-]\d/)
  })

  it('is judged the same from samples.csv', () => {
    const csv = writeSamplesCsv(samplesOf(record, reasonWords))

    const judged = judge(readSamplesCsv(csv, 'samples.csv'))

    expect(csv.split('\n')[0]).toMatch(/,reason,saturated,role,when_saturated,least_margin$/)
    expect(judged).toEqual(judge(samplesOf(record, reasonWords)))
    expect(judged.stages[0]?.metrics.filter(({ saturated }) => saturated === true)).toHaveLength(5)
  })

  it('leaves no trace in samples.csv where there is none', () => {
    const csv = writeSamplesCsv(samplesOf(onlineRecord(['grok']), reasonWords))

    expect(csv.split('\n')[0]).not.toContain(',saturated')
  })
})
