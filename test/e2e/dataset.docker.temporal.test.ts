import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { useBench } from './bench.js'
import { changedRecipe } from './changed-recipe.js'

const bench = useBench()

/** A file as ShareGPT's: each conversation begins in its own way. */
const conversations = Array.from({ length: 50 }, (_, number) => ({
  id: `talk-${number}`,
  conversations: [
    { from: 'human', value: `Question ${1000 + number}: what is ${number} plus one?` },
    { from: 'gpt', value: String(number + 1) },
  ],
}))

/** A recipe that names the data set beside it. */
const withDataset = (file: string) =>
  changedRecipe(bench, 'served', (text) => text.replace('\nonline:\n', `\nonline:\n  dataset: ./${file}\n`))

describe('a data set that a recipe names', () => {
  it('is read by the load generator of both arms, and nothing else is', async () => {
    const { folder, compareArguments } = await withDataset('sharegpt.json')
    await writeFile(join(folder, 'sharegpt.json'), JSON.stringify(conversations))
    await bench.startWorker()

    const { exitCode } = await bench.prbench(compareArguments(7, ['--skip-gsm8k']))

    expect(exitCode).toBe(0)
    const { record, read } = await bench.run()
    for (const { cases } of record.pairs.flatMap((pair) => pair.launches)) {
      expect(cases.map(({ reason, values }) => [reason, values !== null])).toEqual([
        [null, true],
        [null, true],
      ])
    }
    for (const arm of ['main', 'pr']) {
      const log = await read(`${arm}/served_online.log`)
      const commands = log.match(/^command: .*$/gm) ?? []
      expect(commands).toHaveLength(3)
      for (const command of commands) {
        expect(command).toContain('--dataset-name random --dataset-path /data/sharegpt.json')
      }
    }
  })

  it('refuses the comparison where it is not there, before anything is started', async () => {
    const recorder = await bench.recordStarts()
    const { compareArguments } = await withDataset('gone.json')
    await bench.startWorker()

    const { exitCode, stdout, stderr } = await bench.prbench(compareArguments(7, ['--skip-gsm8k']))

    expect(`${stdout}${stderr}`).toMatch(
      /the data set \S+\/recipes\/gone\.json \(online\.dataset of the recipe\) does not exist/,
    )
    expect(exitCode).toBe(2)
    expect(recorder.starts()).toEqual([])
  })
})
