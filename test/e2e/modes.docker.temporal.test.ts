import { expect, it } from 'vitest'
import { useBench } from './bench.js'
import { changedRecipe } from './changed-recipe.js'

const bench = useBench()

/** A mode of the recipe `tiny` whose cases have a process each. */
const cases = (mode: string) => `
  isolateCases: true
  modes:
    ${mode}:
      flags: [--load-format, dummy]
      cases:
        - { batchSize: 2, inputLength: [16, 32], outputLength: 4 }
`

it.each(['dummy', 'long_context'])(
  'the mode %s is measured with its cases and flags, one process a case, and the report says so',
  async (mode) => {
    const { compareArguments } = await changedRecipe(bench, 'tiny', (text) =>
      text.replace(
        '\noffline:\n',
        `\nattention: by-image\nflags: [--quantization, fp8]\noffline:${cases(mode)}`,
      ),
    )
    await bench.startWorker()

    const { exitCode, stderr } = await bench.prbench(compareArguments(7, ['--mode', mode]))

    expect([exitCode, stderr]).toEqual([0, stderr])
    const { record, read, find } = await bench.run()
    for (const arm of ['main', 'pr']) {
      const commands = (await read(`${arm}/tiny_offline.log`)).match(/^command: .*$/gm) ?? []
      expect(commands).toHaveLength(2)
      for (const [index, length] of ['16', '32'].entries()) {
        expect(commands[index]).toContain(` --batch-size 2 --input-len ${length} --output-len 4 `)
        expect(commands[index]).toMatch(/ --attention-backend aiter --quantization fp8 --load-format dummy$/)
      }
    }
    const processes = record.pairs.flatMap(({ launches }) => launches.flatMap((launch) => launch.processes))
    expect(processes.map(({ cases }) => cases.length)).toEqual([1, 1, 1, 1])
    for (const { started } of processes) {
      expect(started?.environment).toMatchObject({ SGLANG_USE_AITER: '1' })
      expect(started?.chosen).toEqual({ 'attention backend': { value: 'aiter', from: 'image' } })
    }
    const files = await find(`_offline_${mode}.csv`, ['main', 'pr'])
    expect(files).toHaveLength(2)
    for (const file of files) {
      const [, first, second] = (await read(file)).split('\n')
      expect(first).toMatch(/^1,2,16,4,/)
      expect(second).toMatch(/^1,2,32,4,/)
    }
    expect(await read('comparison_report.md')).toContain(
      `--mode ${mode.replace('_', '\\_')} in place of the usual cases`,
    )
  },
)
