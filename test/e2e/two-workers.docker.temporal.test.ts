import { describe, expect, it } from 'vitest'
import { useBench } from './bench.js'
import { until } from './waiting.js'

const bench = useBench()

describe('a second worker on one host', () => {
  it('is refused with who holds the host, and measures once that one is gone', async () => {
    const first = await bench.startWorker()

    const { exitCode, stderr } = await bench.prbench(['worker', '--host', bench.host()])
    first.signal('SIGKILL')
    await first.ended
    const second = await bench.startWorker()

    expect(exitCode).toBe(2)
    expect(stderr).toContain(`(process ${first.pid})`)
    expect(second.hasEnded()).toBe(false)
  })

  it('on the same devices under the name of another host is refused with who holds them', async () => {
    const devices = { PRBENCH_DEVICES: `${bench.host()}-gpus` }
    const first = bench.startPrbench(['worker', '--host', bench.host()], devices)
    await until('the worker was ready', () => first.stderr().includes('is ready for'))
    const state = { XDG_STATE_HOME: `${bench.folder()}/other-state`, TMPDIR: bench.folder() }

    const second = await bench.prbench(['worker', '--host', `${bench.host()}-other`], {
      ...devices,
      ...state,
    })

    expect(second.exitCode).toBe(2)
    expect(second.stderr).toContain(`as host ${bench.host()} (process ${first.pid})`)
  })

  it('under the name of another host does not take the work of this one, and the comparison says what to start', async () => {
    const other = bench.startPrbench(['worker', '--host', `${bench.host()}-other`, '--role', 'all'])

    const { exitCode, stderr, stdout } = await bench.prbench(bench.compareArguments(7, 'tiny'))

    other.signal('SIGTERM')
    await other.ended
    expect(exitCode).not.toBe(0)
    expect(`${stdout}${stderr}`).toContain('start one there with')
  })
})
