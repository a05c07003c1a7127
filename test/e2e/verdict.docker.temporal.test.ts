import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { parseCalibrations } from '../../src/run/calibration-file.js'
import { judgementSchema } from '../../src/verdict/judgement.js'
import { useBench } from './bench.js'

const bench = useBench()

const packageFolder = fileURLToPath(new URL('../../', import.meta.url))

/** `prbench calibrate` on the test's host, quick. */
const calibrateArguments = (more: readonly string[] = []) => [
  'calibrate',
  ...['--repo', bench.repository(), '--ref', 'main', '--host', bench.host()],
  ...['--models', 'tiny', '--recipe', bench.recipeFile('tiny'), '--pairs', '2'],
  ...['--output-dir', bench.outputFolder()],
  ...more,
]

async function calibrations() {
  const file = join(bench.stateFolder(), 'calibrations', `${bench.host()}.json`)
  return parseCalibrations(await readFile(file, 'utf8'), file)
}

describe('calibration', () => {
  it('measures main against itself, stores the noise, and later comparisons on the host count on it', async () => {
    await bench.startWorker()

    const calibrated = await bench.prbench(calibrateArguments())

    expect(calibrated.exitCode).toBe(0)
    expect(`${calibrated.stdout}${calibrated.stderr}`).toContain(
      `noise of ${bench.host()}, measured with main-`,
    )
    const known = await calibrations()
    expect(known).toMatchObject({
      host: bench.host(),
      calibrations: [
        {
          mode: 'normal',
          image: { tag: expect.stringMatching(/^main-/) as string },
          stages: [{ model: 'tiny', benchmarkType: 'offline', pairs: 2 }],
          falseAlarms: { reports: 2, singlePairs: 2 },
        },
      ],
    })
    const calibration = await bench.run()
    expect(calibration.record.plan.comparison).toBe(`calibrate/${bench.host()}`)
    expect(new Set(calibration.record.images.map(({ id }) => id)).size).toBe(1)
    expect(await calibration.read('comparison_report.md')).toContain('This is a calibration.')

    const compared = await bench.prbench(bench.compareArguments(7, 'tiny', ['--pairs', '2']))

    expect(compared.exitCode).toBe(0)
    const [, comparison] = await bench.runs()
    const metrics = comparison?.record.plan.calibration.map(({ metric, host }) => [metric, host])
    expect(metrics).toEqual(
      ['e2e_throughput', 'prefill_latency', 'decode_latency'].map((metric) => [metric, bench.host()]),
    )
    expect(comparison?.record.plan.stages[0]).toMatchObject({ launchesSeen: 4 })
    const report = await comparison?.read('comparison_report.md')
    expect(report).toMatch(/Calibrated with main against main on test-|the calibration is stale/)
  })
})

describe('prbench plan', () => {
  it('quotes what the host has shown before, and starts nothing', async () => {
    await bench.startWorker()
    await bench.prbench(calibrateArguments(['--json']))
    const plan = [
      'plan',
      ...bench
        .compareArguments(7, 'tiny')
        .slice(1)
        .filter((flag) => flag !== '--json'),
    ]

    const { stdout } = await bench.prbench(plan)

    expect(stdout).toContain(`(median of 4 launches on ${bench.host()})`)
    expect(await bench.runs()).toHaveLength(1)
  })
})

describe('a verdict on samples', () => {
  const samples = [
    'case,metric,better,pair,arm,value',
    ...[1, 2, 3, 4, 5, 6].flatMap((pair) =>
      ['a', 'b', 'c', 'd'].flatMap((name, index) => [
        `${name},throughput,higher,${pair},main,${100 + ((pair * 7 + index * 3) % 5) / 10}`,
        `${name},throughput,higher,${pair},pr,${80 + ((pair * 5 + index * 7) % 5) / 10}`,
      ]),
    ),
  ].join('\n')

  it('is given from standard input, with the exit code that was asked for', async () => {
    const main = join(packageFolder, 'dist/client/main.js')

    const { stdout, exitCode } = await execa(
      process.execPath,
      [main, 'verdict', '-', '--json', '--fail-on', 'regression'],
      { input: samples, reject: false },
    )

    expect(exitCode).toBe(3)
    expect(judgementSchema.parse(JSON.parse(stdout))).toMatchObject({ verdict: 'regression' })
  })

  it('is given by the package as it is imported by its name', async () => {
    const file = join(bench.folder(), 'samples.csv')
    await writeFile(file, samples)
    const program = `
      import { readFileSync } from 'node:fs'
      import { judge } from 'prbench'
      const [, ...rows] = readFileSync(process.argv[1], 'utf8').split('\\n').map((line) => line.split(','))
      const samples = rows.map(([name, metric, better, pair, arm, value]) =>
        ({ case: name, metric, better, pair: Number(pair), arm, value: Number(value) }))
      console.log(judge(samples, { threshold: 0.05 }).verdict)`

    const { stdout } = await execa(process.execPath, ['--input-type=module', '--eval', program, file], {
      cwd: packageFolder,
    })

    expect(stdout).toBe('regression')
  })
})
