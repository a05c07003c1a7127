import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { useBench } from './bench.js'
import { processesOf } from './leftovers.js'

const bench = useBench({ server: 'none' })

describe('the demo', () => {
  it('ends with verdicts, the path of the report and the address of the Web UI', async () => {
    bench.own(join(bench.stateFolder(), 'demo', 'repository'))

    const demo = bench.startPrbench(['demo', '--pairs', '2', '--json'])
    const { exitCode, stderr } = await demo.ended

    const ended = demo.events().at(-1)
    expect(exitCode).toBe(0)
    expect(ended).toMatchObject({ event: 'ended', ending: 'finished', outcome: { complete: true } })
    const [offline, online, report, page] = stderr.trimEnd().split('\n').slice(-4)
    expect(offline).toMatch(/^demo\/offline .*decode \d+\.\d % (faster|slower)/)
    expect(online).toMatch(/^demo\/online .*TTFT (no change|\d+\.\d % (faster|slower))/i)
    expect(report).toMatch(/^Report: .*\/comparison_results\/pr7_\d{8}_\d{6}\/comparison_report\.html$/)
    expect(page).toBe(`Web UI: ${String(ended?.webUi)}`)
    await access(String(report).replace('Report: ', ''))
    expect((await fetch(String(ended?.webUi))).status).toBe(200)

    await bench.prbench(['server', 'stop'])
    expect(processesOf(bench.folder())).toEqual([])
  })
})
