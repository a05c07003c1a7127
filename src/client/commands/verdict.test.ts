import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeSamples } from '../../verdict/make-samples.fixture.js'
import { judgementSchema } from '../../verdict/judgement.js'
import { writeSamplesCsv } from '../../run/samples-csv.js'
import { Refused } from '../command-error.js'
import { isRefusal } from '../refusals.js'
import { verdict } from './verdict.js'
import { useVerdictCommand } from './verdict-command.fixture.js'

const needed = 'case,metric,better,pair,arm,value\n'
const command = useVerdictCommand()

const slower = writeSamplesCsv(makeSamples({ pairs: 6, change: () => -0.2 }))
const quiet = writeSamplesCsv(makeSamples({ pairs: 4 }))

describe('prbench verdict', () => {
  it('prints a table of each stage, with an interval beside every change', async () => {
    const code = await command.run(quiet)

    expect(code).toBe(0)
    expect(command.printed).toMatch(/^no change\n {2}threshold ±5 %, looks at 3, 4, 5, 6, 8, 10 pairs/)
    expect(command.printed).toContain('\ngrok/offline   no change\n  4 valid pairs, settled after 4 pairs.\n')
    expect(command.printed).toMatch(
      /\n {2}e2e_throughput +[+-]\d\.\d % +[+-]\d\.\d % to [+-]\d\.\d % +no change +within ±\d\.\d+ %/,
    )
    expect(command.printed).toMatch(
      /\n {2}BS=16 +prefill_latency +0\.\d+ +0\.\d+ +s +[+-]\d\.\d % +[+-]\d\.\d % to [+-]\d\.\d % +no change\n/,
    )
  })

  it('prints JSON in the form of results.json', async () => {
    await command.run(quiet, { json: true })

    const judgement = judgementSchema.parse(JSON.parse(command.printed))

    expect(judgement).toMatchObject({
      verdict: 'no-change',
      stages: [{ model: 'grok', benchmarkType: 'offline', pairs: 4, pairsWanted: 4, settled: true }],
    })
  })

  it('prints Markdown', async () => {
    await command.run(slower, { markdown: true })

    expect(command.printed).toMatch(/^## Regression 🔴\n/)
    expect(command.printed).toContain(
      '\n| Metric | Change | 95 % interval | Verdict |  |\n| :-- | --: | :-- | :-- | :-- |\n',
    )
    expect(command.printed).toContain('<details><summary>All 15 cells</summary>')
  })

  it.each([
    [slower, 'regression', 3],
    [slower, 'incomplete', 0],
    [`${needed}a,m,higher,1,main,1\na,m,higher,1,pr,\n`, 'incomplete', 4],
    [`${needed}a,m,higher,1,main,1\na,m,higher,1,pr,\n`, 'never', 0],
    [needed, 'incomplete', 4],
  ] as const)(
    'ends with the exit code of compare (%#: --fail-on %s is %d)',
    async (content, failOn, expected) => {
      const code = await command.run(content, { failOn })

      expect(code).toBe(expected)
    },
  )

  it('takes threshold, looks, and the noise of main against main', async () => {
    const calibration = join(command.folder, 'calibration.csv')
    await writeFile(calibration, writeSamplesCsv(makeSamples({ pairs: 8, seed: 2 })))

    await command.run(quiet, { threshold: '2.5', maxPairs: '6', calibration, json: true })

    expect(JSON.parse(command.printed)).toMatchObject({ threshold: 0.025, looks: [3, 4, 5, 6] })
  })

  it.each([
    [
      `${needed}a,m,lower,1,main,1\na,m,lower,1,pr,fast\n`,
      {},
      'samples.csv, row 3, column value: "fast" is not a number',
    ],
    [
      `${needed}a,m,lower,1,main,1e999\n`,
      {},
      'samples.csv, row 2, column value: "1e999" is too large for a number',
    ],
    ['case,metric\n', {}, 'missing column better, pair, arm, value'],
    [quiet, { threshold: '0' }, '--threshold needs a percentage above 0'],
    [quiet, { pairs: '0' }, '--pairs must be 1 or more'],
    [quiet, { maxPairs: '999999999999' }, '--max-pairs must be 10000 or less'],
    [quiet, { calibration: 'x'.repeat(300) }, 'x: ENAMETOOLONG'],
    [quiet, { pairs: '4', maxPairs: '6' }, 'use either --pairs or --max-pairs'],
    [quiet, { json: true, markdown: true }, 'use either --json or --markdown'],
    [quiet, { calibration: '/nowhere/file.json' }, 'no such file: /nowhere/file.json'],
    [quiet, { calibration: '-' }, '--calibration needs a file'],
  ])('refuses what it cannot read, by row and column or by flag (%#)', async (content, flags, message) => {
    const error: unknown = await command.run(content, flags).catch((thrown: unknown) => thrown)

    expect(String(error)).toContain(message)
    expect(error instanceof Refused || isRefusal(error)).toBe(true)
  })

  it('refuses the samples themselves for a calibration: their noise would count twice', async () => {
    const copy = join(command.folder, 'copy.csv')
    await writeFile(copy, quiet)

    const running = command.run(quiet, { calibration: copy })

    await expect(running).rejects.toMatchObject({
      exitCode: 2,
      message: `${copy} holds the samples that are judged: a calibration is another measurement`,
    })
  })

  it('names the line of the file, whatever empty lines and cells of several lines stand before it', async () => {
    await command.run(`${needed}\n\n"a\nb",m,higher,1,main,1\n"a\nb",m,higher,1,pr,0\n\na,m,lower,1,pr,1\n`, {
      json: true,
    })

    const { findings } = JSON.parse(command.printed) as { findings: { row: number; sentence: string }[] }
    expect(findings.slice(0, 2)).toMatchObject([
      { row: 7, sentence: 'row 7, column value: 0 is no positive finite number; it counts as missing' },
      {
        row: 9,
        sentence: 'row 9, column better: "lower", but row 5 says "higher" for m; the row is left out',
      },
    ])
  })

  it('refuses a file that is not there', async () => {
    const running = verdict(join(command.folder, 'none.csv'), { failOn: 'incomplete' })

    await expect(running).rejects.toThrow(`no such file: ${join(command.folder, 'none.csv')}`)
  })
})

describe('data that is wrong gets a verdict', () => {
  const row = (name: string, pair: number, arm: string, value: string) =>
    `${name},m,higher,${pair},${arm},${value}\n`

  it.each([
    [
      'unequal pairs',
      [1, 2, 3, 4].map((pair) => row('a', pair, 'main', '10')).join('') + row('a', 1, 'pr', '10'),
    ],
    ['an arm is missing', row('a', 1, 'main', '10') + row('a', 2, 'main', '11')],
    ['zero', row('a', 1, 'main', '0') + row('a', 1, 'pr', '5')],
    ['negative', row('a', 1, 'main', '-4') + row('a', 1, 'pr', '5')],
    ['duplicates', row('a', 1, 'main', '4') + row('a', 1, 'main', '5') + row('a', 1, 'pr', '5')],
    ['a single pair', row('a', 1, 'main', '4') + row('a', 1, 'pr', '5')],
    ['all cells missing', row('a', 1, 'main', '') + row('a', 1, 'pr', 'NA')],
    ['huge and tiny values', row('a', 1, 'main', '5e-324') + row('a', 1, 'pr', '1.7e308')],
  ])('%s', async (_, rows) => {
    for (const form of [{}, { json: true }, { markdown: true }]) {
      command.forgetPrinted()

      await command.run(needed + rows, form)

      expect(command.printed).not.toBe('')
      expect(command.printed).not.toMatch(/NaN|Infinity|undefined|\[object/)
    }
  })
})
