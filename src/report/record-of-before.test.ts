import { expect, it } from 'vitest'
import { demoRecord } from '../../test/fixtures/record.js'
import { judgeRun } from '../run/judge-run.js'
import { parseRecord } from '../run/record-file.js'
import { reasonWords } from './words/launch-reasons.js'
import { renderReport } from './render-report.fixture.js'

it('a record whose judgement has sentences in place of kinds renders with them', () => {
  const record = { ...demoRecord(), ending: 'finished' as const }
  const { stages, findings, ...rest } = judgeRun(record, reasonWords)
  const judgement = {
    ...rest,
    findings: findings.map(({ model, benchmarkType, metric, case: name, row, column }) => ({
      ...{ model, benchmarkType, metric, case: name, row, column },
      kind: 'missing',
      sentence: 'One case was out of memory.',
    })),
    stages: stages.map((stage) => ({
      ...stage,
      stopped: 'settled at the look at 4 pairs',
      sentence: 'as it was said',
      metrics: stage.metrics.map((metric) => ({ ...metric, reason: '', sentence: 'as it was said' })),
      cells: stage.cells.map((cell) => ({
        ...cell,
        pairChanges: undefined,
        reason: cell.reason === null ? '' : 'fails in both arms: out of memory',
      })),
    })),
  }

  const { markdown, lines } = renderReport(
    parseRecord(JSON.stringify({ ...record, schema: 1, judgement }), 'results.json'),
  )

  expect(markdown).toContain('; settled at the look at 4 pairs.')
  expect(markdown).toContain('\n- One case was out of memory.\n')
  expect(markdown).toContain('| missing: fails in both arms: out of memory |')
  expect(lines[0]).toMatch(/missing: TP=8, BS=256, [^(]*\(fails in both arms: out of memory\)$/)
})
