import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { useBench } from './bench.js'
import { processesOf } from './leftovers.js'

const bench = useBench({ server: 'none' })

describe('the demo', () => {
  it('ends with verdicts, the path of the report and the address of the Web UI', async () => {
    bench.own(join(bench.stateFolder(), 'demo', 'repository'))

    const demo = bench.startPrbench(['demo', '--json'])
    const { exitCode, stderr } = await demo.ended

    const ended = demo.events().at(-1)
    expect(exitCode, stderr).toBe(0)
    expect(ended).toMatchObject({ event: 'ended', ending: 'finished', outcome: { complete: true } })
    const [report, page, next] = stderr.trimEnd().split('\n').slice(-3)
    expect(stderr).toMatch(/^Improvement$/m)
    expect(stderr).toMatch(
      /^ {2}demo\/offline +Median Decode Latency +\+\d+\.\d % +\[\S+, \S+\] +improvement$/m,
    )
    expect(stderr).toMatch(/demo\/online +Median ITL .* improvement$/m)
    expect(report).toMatch(/^Report: .*\/comparison_results\/pr7_\d{8}_\d{6}\/comparison_report\.html$/)
    expect(page).toBe(`Web UI: ${String(ended?.webUi)}`)
    expect(next).toMatch(/^Open the report: prbench open compare\/\S+\/7$/)
    await access(String(report).replace('Report: ', ''))
    expect((await fetch(String(ended?.webUi))).status).toBe(200)

    await bench.prbench(['server', 'stop'])
    expect(processesOf(bench.folder())).toEqual([])
  })
})
