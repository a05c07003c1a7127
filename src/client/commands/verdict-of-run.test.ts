import { copyFile, mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { demoPlan, demoRecord } from '../../../test/fixtures/record.js'
import { renderAgain } from '../../report/render-again.js'
import { comparisonVerdict } from '../../report/view/comparison-verdict.js'
import { viewOf } from '../../report/view/report-view.js'
import { writeReport } from '../../report/write-report.js'
import { reasonWords } from '../../report/words/launch-reasons.js'
import { saveRecord } from '../../run/record-file.js'
import type { Plan } from '../../comparison/plan.js'
import type { RunRecord } from '../../run/record.js'
import { createRunDirectory } from '../../run/run-directory.js'
import { writeSamplesCsv } from '../../run/samples-csv.js'
import { samplesOf } from '../../run/samples.js'
import { judgementSchema } from '../../verdict/judgement.js'
import { verdict, type VerdictFlags } from './verdict.js'
import { useVerdictCommand } from './verdict-command.fixture.js'

const command = useVerdictCommand()

/** What `prbench verdict` prints of a file. */
async function printedOf(file: string, flags: Partial<VerdictFlags> = {}): Promise<string> {
  command.forgetPrinted()
  await verdict(file, { failOn: 'never', ...flags })
  return command.printed
}

/** The plan without the case that is out of memory in both arms. */
function withoutFailing(plan: Plan): Plan {
  const stages = plan.stages.map((stage) => ({
    ...stage,
    cases: stage.cases.filter(({ name }) => !name.includes('BS=256')),
  }))
  return { ...plan, stages }
}

const runs: fc.Arbitrary<RunRecord> = fc
  .record({
    looks: fc.constantFrom([1], [2], [4], [3, 4], [3, 4, 5, 6], [3, 4, 5, 6, 8, 10]),
    missing: fc.integer({ min: 0, max: 3 }),
    fails: fc.constantFrom(true, false, false),
    threshold: fc.constantFrom(0.02, 0.05, 0.1),
    decode: fc.constantFrom(1, 1, 0.9, 0.96, 1.04, 1.1),
    noise: fc.constantFrom(0.002, 0.01, 0.03),
    ending: fc.constantFrom('finished' as const, 'cancelled' as const),
    seed: fc.integer({ min: 1, max: 1_000_000 }),
  })
  .map(({ looks, missing, fails, threshold, ending, ...options }) => {
    const whole = demoPlan({ looks: [...looks] })
    const plain = fails ? whole : withoutFailing(whole)
    const plan = { ...plain, request: { ...plain.request, threshold } }
    const pairs = Math.max(1, Math.max(...looks) - missing)
    return { ...demoRecord({ ...options, plan, pairs }), ending }
  })

describe('prbench verdict on the samples of a run', () => {
  it('gives every metric, stage and comparison the verdict that its report has', async () => {
    const file = join(command.folder, 'samples.csv')
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(runs, async (record) => {
        const view = viewOf(record)
        const reported = comparisonVerdict(view.stages, view.accuracy)
        seen.add(reported)
        await saveRecord(record, command.folder)
        await writeFile(file, writeSamplesCsv(samplesOf(record, reasonWords)))

        const judged = judgementSchema.parse(JSON.parse(await printedOf(file, { json: true })))

        expect(judged.verdict).toBe(reported)
        for (const { judged: stage } of view.stages) {
          const same = judged.stages.find(
            ({ model, benchmarkType }) => model === stage.model && benchmarkType === stage.benchmarkType,
          )
          expect(same?.verdict).toBe(stage.verdict)
          expect(same?.metrics.map(({ metric, verdict: word, low }) => ({ metric, word, low }))).toEqual(
            stage.metrics.map(({ metric, verdict: word, low }) => ({ metric, word, low })),
          )
        }
      }),
      { numRuns: 60, seed: 6 },
    )

    expect([...seen]).toEqual(expect.arrayContaining(['regression', 'improvement', 'unresolved']))
  })

  it('says the word of the end of compare and of report where four pairs were the most', async () => {
    const plan = await createRunDirectory(
      withoutFailing(demoPlan({ looks: [3, 4], runDirectory: join(command.folder, 'pr1234') })),
    )
    const record = demoRecord({ plan, pairs: 4, decode: 1.12, noise: 0.012, seed: 3 })
    const outcome = await writeReport(record, 'finished')
    const again = await renderAgain(plan.runDirectory)

    const text = await printedOf(join(plan.runDirectory, 'samples.csv'))

    expect(outcome.verdict).toBe('improvement')
    expect(again.lines).toEqual(outcome.lines)
    expect(text).toMatch(
      /^improvement 🟢\n {2}threshold ±5 %, looks at 3, 4 pairs as in the results.json beside/,
    )
  })

  it('says which looks it took where the samples are alone, or flags ask for others', async () => {
    const record = { ...demoRecord({ plan: demoPlan({ looks: [3, 4] }) }), ending: 'finished' as const }
    await saveRecord(record, command.folder)
    const file = join(command.folder, 'samples.csv')
    await writeFile(file, writeSamplesCsv(samplesOf(record, reasonWords)))
    const alone = join(await mkdtemp(join(command.folder, 'alone-')), 'samples.csv')
    await copyFile(file, alone)

    const texts = [await printedOf(alone), await printedOf(file, { maxPairs: '6' })]

    expect(texts[0]).toContain(
      'looks at 3, 4, 5, 6, 8, 10 pairs by default, as no results.json beside the samples says others;',
    )
    expect(texts[1]).toContain('looks at 3, 4, 5, 6 pairs as asked for;')
  })

  it.each([
    ['{"benchmarks": []}', 'the results.json beside the samples is not of prbench, or is broken'],
    ['{"schema": 2, ', 'the results.json beside the samples is not of prbench, or is broken'],
  ])('goes by the defaults, and says why, beside a results.json that is %s', async (content, reason) => {
    const record = demoRecord()
    await writeFile(join(command.folder, 'results.json'), content)
    const file = join(command.folder, 'samples.csv')
    await writeFile(file, writeSamplesCsv(samplesOf(record, reasonWords)))

    const text = await printedOf(file)

    expect(text).toContain(`pairs by default, as ${reason};`)
  })

  it('takes no rules from the results.json of other stages', async () => {
    await saveRecord(demoRecord(), command.folder)
    const file = join(command.folder, 'own.csv')
    await writeFile(file, 'case,metric,better,pair,arm,value\na,m,higher,1,main,1\na,m,higher,1,pr,1\n')

    const text = await printedOf(file)

    expect(text).toContain('by default, as the results.json beside the samples is of other stages;')
  })
})
