import { describe, expect, it } from 'vitest'
import { demoPlan, demoRecord } from '../../test/fixtures/record.js'
import type { Plan } from '../comparison/plan.js'
import { readOfflineCsv } from './read-offline-csv.js'
import { historicalFiles } from './write.js'

/** The plan with the images that `--skip-build` named. */
function withImages(main: string, pr: string): Plan {
  const plan = demoPlan()
  return { ...plan, images: { main: { ...plan.images.main, tag: main }, pr: { ...plan.images.pr, tag: pr } } }
}

const pathsOf = (plan: Plan) => historicalFiles(demoRecord({ plan, pairs: 1 })).map(({ path }) => path)

describe('historicalFiles', () => {
  it('is a CSV and a config.json for each model and arm, where the historical tool had them', () => {
    const main = 'main-1f3c0d2-rocm630_GROK1_MOE-I4F8_offline'
    const pr = 'pull-1234-merge-9b8a7c6-rocm630_DeepSeek-V3-0324_FP8_offline'

    const paths = pathsOf(demoPlan())

    expect(paths).toHaveLength(8)
    expect(paths).toContain(`main/offline/GROK1/${main}/${main}.csv`)
    expect(paths).toContain(`main/offline/GROK1/${main}/config.json`)
    expect(paths).toContain(`pr/offline/DeepSeek-V3-0324/${pr}/${pr}.csv`)
  })

  it('holds the geometric mean over valid launches, and NA for a case without one', () => {
    const record = demoRecord({ pairs: 2 })
    const values = record.pairs
      .filter((pair) => pair.stage === 'grok/offline')
      .flatMap((pair) => pair.launches.filter((launch) => launch.arm === 'main'))
      .map((launch) => launch.cases[0]?.values?.e2e_throughput ?? 0)

    const file = historicalFiles(record).find(({ path }) => /^main\/offline\/GROK1\/.*csv$/.test(path))

    const { cases, problems } = readOfflineCsv(file?.text ?? '', 'grok.csv')
    const mean = Math.sqrt((values[0] ?? 0) * (values[1] ?? 0))
    expect(problems).toEqual([])
    expect([...cases.keys()]).toEqual(record.plan.stages[0]?.cases.map(({ name }) => name))
    expect(file?.text).toContain('\n8,1,1024,128,aiter,')
    expect([...cases.values()].map((cells) => cells.e2e_throughput)).toMatchObject([
      { value: expect.closeTo(mean, 1) as number },
      {},
      {},
      {},
      { missing: 'the file says NA' },
    ])
  })

  it('names files by the tag of an image that was given with its repository', () => {
    const paths = pathsOf(withImages('registry:5000/team/sglang:v0.5-rocm', 'sglang'))

    expect(paths.some((path) => path.startsWith('main/offline/GROK1/v0.5-rocm_GROK1_'))).toBe(true)
    expect(paths.some((path) => path.startsWith('pr/offline/GROK1/sglang_GROK1_'))).toBe(true)
  })

  it('stays in the run directory whatever the image is called', () => {
    for (const path of pathsOf(withImages('../../x:..', 'a/../b:.hidden'))) {
      expect(path.split('/')).not.toContain('..')
      expect(path).toMatch(/^(main|pr)\/offline\//)
    }
  })
})
