import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { useBench } from './bench.js'
import { changedRecipe } from './changed-recipe.js'

const bench = useBench()

it('measures the performance all the same where the evaluator of GSM8K dies', async () => {
  const { folder, compareArguments } = await changedRecipe(bench, 'served', (text) =>
    text.replace(/data: \S+gsm8k\.jsonl/, 'data: ./cut.jsonl'),
  )
  // Its first line is all that is looked at before.
  await writeFile(join(folder, 'cut.jsonl'), '{"question": "What is 2 plus 2?", "answer": "#### 4"}\n{"quest')
  await bench.startWorker()

  const { exitCode } = await bench.prbench(compareArguments(7))

  expect(exitCode).toBe(0)
  const { record, read } = await bench.run()
  for (const { cases, accuracy, processes } of record.pairs.flatMap((pair) => pair.launches)) {
    expect(cases.map(({ reason, values }) => [reason, values !== null])).toEqual([
      [null, true],
      [null, true],
    ])
    expect(accuracy).toEqual(
      Array(2).fill({ accuracy: null, reason: { kind: 'no-accuracy-printed', exitCode: 1 } }),
    )
    expect(processes).toMatchObject([{ ending: 'complete' }])
  }
  const report = await read('comparison_report.md')
  expect(report).toContain('missing: the evaluator printed no accuracy (exit code 1)')
  expect(report).toContain('| request rate 20 | Median TTFT |')
})
