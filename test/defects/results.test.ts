/** Defects of the historical tool in how it read and told results: each test fails on what it did. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { exitCodeOf } from '../../src/client/ending.js'
import { renderAgain } from '../../src/report/render-again.js'
import { writeReport } from '../../src/report/write-report.js'
import { readOnlineCsv } from '../../src/historical/read-online-csv.js'
import { deepseekOfflineCsv, offlineHeader } from '../fixtures/offline-csv.js'
import { deepseekOnlineCsv } from '../fixtures/online-csv.js'
import { accuracyRuns, onlineRecord } from '../fixtures/online-record.js'
import { demoRecord } from '../fixtures/record.js'

let folder: string

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'prbench-defects-')), 'pr1234_20250120_143022')
  await mkdir(folder)
})

afterEach(async () => {
  await rm(dirname(folder), { recursive: true })
})

/** Writes a file of an arm where the historical tool had it. */
async function write(arm: string, kind: 'offline' | 'online', model: string, suffix: string, text: string) {
  const name = `tag_${model}_${suffix.replace(/_(?:online|serving)$/, '')}_${kind}`
  const path = join(folder, arm, kind, model, name, `tag_${model}_${suffix}.csv`)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
}

async function markdown(): Promise<string> {
  await renderAgain(folder)
  return readFile(join(folder, 'comparison_report.md'), 'utf8')
}

describe('defect 3: the CSVs of DeepSeek are never found', () => {
  it('has both tables of DeepSeek in the report', async () => {
    for (const arm of ['main', 'pr']) {
      await write(arm, 'offline', 'DeepSeek-V3-0324', 'FP8_offline', deepseekOfflineCsv)
      await write(arm, 'online', 'DeepSeek-V3-0324', 'FP8_serving', deepseekOnlineCsv)
    }

    const report = await markdown()

    expect(report).toContain('### DeepSeek Offline Benchmark')
    expect(report).toContain('| TP=8, BS=32, IL=128, OL=32 | E2E Throughput | 6918.92 | 6918.92 | +0.0% |')
    expect(report).toContain('### DeepSeek Online Benchmark')
    expect(report).toContain('| concurrency 128 | Median TTFT | 3000.00 | 3000.00 | +0.0% |')
  })
})

describe('defect 5: a NaN of the PR is printed as +nan%, and one of main loses its row', () => {
  const withLatency = (latency: string) =>
    `${offlineHeader}\n8,1,1024,128,aiter,NA,NA,${latency},NA,NA,100.00\n`

  it.each([
    ['1.032', 'nan', '| E2E Latency | 1.032 | missing: the file says nan | missing |'],
    ['nan', '1.032', '| E2E Latency | missing: the file says nan | 1.032 | missing |'],
  ])('keeps the row of main %s and PR %s, as missing', async (main, pr, row) => {
    await write('main', 'offline', 'GROK1', 'MOE-I4F8_offline', withLatency(main))
    await write('pr', 'offline', 'GROK1', 'MOE-I4F8_offline', withLatency(pr))

    const report = await markdown()

    expect(report).toContain(row)
    expect(report).not.toMatch(/nan\s?%/i)
  })
})

describe('defect 6: a partial online CSV cannot be parsed at all', () => {
  it('reads what it has, though its trailing tabs are stripped and a section is missing', () => {
    const partial = deepseekOnlineCsv
      .slice(0, deepseekOnlineCsv.indexOf('Median ITL'))
      .replace('\t1500.00', '')

    const { cases, problems } = readOnlineCsv(partial, 'online.csv')

    expect(problems).toEqual([])
    expect([...cases.values()]).toMatchObject([
      { e2e_latency_median: { value: 60000.12 }, ttft_median: { value: 3000 }, itl_median: {} },
      {
        e2e_latency_median: { value: 40000.34 },
        ttft_median: { missing: 'the cell is empty' },
        itl_median: {},
      },
    ])
  })
})

describe('defect 7: missing results still exit with 0', () => {
  it('is not complete where a stage has no results, and exits with 4', async () => {
    const record = demoRecord()
    const withoutDeepseek = {
      ...record,
      pairs: record.pairs.filter(({ stage }) => stage !== 'deepseek/offline'),
      endings: record.endings.map((ending) =>
        ending.name === 'deepseek/offline'
          ? {
              name: ending.name,
              state: 'failed' as const,
              reason: { kind: 'text' as const, text: 'its server did not start' },
            }
          : ending,
      ),
    }

    const outcome = await writeReport(withoutDeepseek, 'finished', folder)

    expect(outcome.complete).toBe(false)
    expect(exitCodeOf({ kind: 'finished', outcome }, 'incomplete')).toBe(4)
    expect(await readFile(join(folder, 'comparison_report.md'), 'utf8')).toContain('its server did not start')
  })
})

describe('defect 9: a failure of GSM8K aborts everything', () => {
  it('reports the performance all the same, and the accuracy as missing', async () => {
    const record = onlineRecord(['grok'], (_, pair) => (pair === 1 ? { accuracy: accuracyRuns(null) } : {}))

    const outcome = await writeReport(record, 'finished', folder)

    const report = await readFile(join(folder, 'comparison_report.md'), 'utf8')
    expect(outcome).toMatchObject({ ending: 'finished', complete: true })
    expect(report).toContain('missing: the evaluator printed no accuracy')
    expect(report).toContain('| request rate 1 | Median TTFT |')
  })
})
