import { expect, it } from 'vitest'
import { useBench } from './bench.js'
import { changedRecipe } from './changed-recipe.js'

const bench = useBench()

it('gives a case up in which two servers died, and loses none that was finished', async () => {
  // Prompts: one of the server's own, three of the warm-up, five of the first case; then those of the second.
  const { compareArguments } = await changedRecipe(bench, 'served', (text) =>
    text.replace('environment: {', "environment: { DEMO_ENGINE_SERVER_CRASH: '20',"),
  )
  const recorder = await bench.recordStarts()
  await bench.startWorker()

  const { exitCode } = await bench.prbench(compareArguments(7, ['--skip-gsm8k']))

  expect(exitCode).toBe(4)
  const { record, read } = await bench.run()
  const launches = record.pairs.flatMap((pair) => pair.launches)
  expect(launches).toHaveLength(2)
  for (const { cases, processes, voidReason } of launches) {
    expect(cases.map(({ values, reason }) => [values !== null, reason])).toEqual([
      [true, null],
      [false, { kind: 'process-died', times: 2, begun: true, exitCode: 137 }],
    ])
    expect(processes.map(({ ending, exitCode: code, culprit }) => [ending, code, culprit])).toEqual(
      Array(2).fill(['died', 137, 'request rate 20']),
    )
    expect(voidReason).toBeUndefined()
  }
  // A server, its warm-up and two clients; then another server, its warm-up and one client.
  expect(recorder.starts()).toHaveLength(2 * (4 + 3))
  expect(await read('comparison_report.md')).toContain('its process died 2 times in this case (signal 9)')
})
