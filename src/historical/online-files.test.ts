import { sglangRecipe } from '../engines/sglang/stage.js'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { onlineRecord, onlineStagePlan } from '../../test/fixtures/online-record.js'
import { readHistoricalRun } from './read-run.js'
import { historicalFiles, writeHistoricalFiles } from './write.js'

describe('the historical files of online stages', () => {
  it('stand where the historical tool had them, for rates and for concurrencies', () => {
    const paths = historicalFiles(onlineRecord(['grok', 'deepseek'])).map(({ path }) => path)

    const grok = 'main-1f3c0d2-rocm630_GROK1_MOE-I4F8_online'
    const deepseek = 'pull-1234-merge-9b8a7c6-rocm630_DeepSeek-V3-0324_FP8'
    expect(paths).toHaveLength(8)
    expect(paths).toContain(`main/online/GROK1/${grok}/${grok}.csv`)
    expect(paths).toContain(`main/online/GROK1/${grok}/config.json`)
    expect(paths).toContain(`pr/online/DeepSeek-V3-0324/${deepseek}_online/${deepseek}_serving.csv`)
  })

  it('are byte for byte what the historical tool wrote, with means over the launches', () => {
    const record = onlineRecord(['grok'], (launch, pair) => ({
      cases: launch.cases.map((entry, index) =>
        index === 2
          ? { ...entry, values: null, reason: { kind: 'out-of-memory' as const } }
          : { ...entry, values: { ...entry.values, ttft_median: pair === 1 ? 50 : 200 } },
      ),
    }))

    const file = historicalFiles(record).find(({ path }) => /^pr\/.*csv$/.test(path))

    expect(file?.text).toBe(
      [
        'Online mode - GROK1 (pull-1234-merge-9b8a7c6-rocm630)',
        '',
        'Median E2E Latency (ms, lower better)',
        'request rate\t1\t2\t16',
        'MI300x-aiter, mi300x-01\t12000.00\t24000.00\tNA',
        '',
        'Median TTFT (ms, lower better)',
        'request rate\t1\t2\t16',
        'MI300x-aiter, mi300x-01\t100.00\t100.00\tNA',
        '',
        'Median ITL (ms, lower better)',
        'request rate\t1\t2\t16',
        'MI300x-aiter, mi300x-01\t20.00\t40.00\tNA',
        '',
      ].join('\n'),
    )
  })

  it('have rows of other hardware where the recipe knows its values', () => {
    const record = onlineRecord(['grok'])
    const { recipe, ...stage } = onlineStagePlan('grok')
    const { online: given } = sglangRecipe({ recipe })
    const online = given && {
      ...given,
      reference: {
        label: 'H100',
        cases: {
          'request rate 1': { ttft_median: 45.5, itl_median: 10 },
          'request rate 16': { ttft_median: 720 },
        },
      },
    }
    const plan = { ...record.plan, stages: [{ ...stage, recipe: { ...recipe, ...(online && { online }) } }] }

    const file = historicalFiles({ ...record, plan }).find(({ path }) => /^pr\/.*csv$/.test(path))

    expect(file?.text).toContain(
      [
        'Median TTFT (ms, lower better)',
        'request rate\t1\t2\t16',
        'H100\t45.5\tNA\t720',
        'MI300x-aiter, mi300x-01\t90.00\t180.00\t270.00',
        'H100/MI300x-aiter\t50%\tNA%\t266%',
      ].join('\n'),
    )
  })

  it('are read back with the names that the cases have', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'prbench-online-'))
    const record = onlineRecord(['deepseek', 'grok'])
    await writeHistoricalFiles(record, folder)

    const { tables, remarks } = await readHistoricalRun(folder)
    await rm(folder, { recursive: true })

    expect(remarks).toEqual([])
    const names = tables.map((table) => [...(table.arms.pr?.cases.keys() ?? [])])
    expect(names).toEqual(record.plan.stages.map((stage) => stage.cases.map(({ name }) => name)))
  })
})
