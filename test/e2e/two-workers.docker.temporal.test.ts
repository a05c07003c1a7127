import { describe, expect, it } from 'vitest'
import { useBench } from './bench.js'

const bench = useBench()

describe('a second worker on one host', () => {
  it('is refused with who holds the host, and measures once that one is gone', async () => {
    const first = await bench.startWorker()

    const { exitCode, stderr } = await bench.prbench(['worker', '--host', bench.host()])
    first.signal('SIGKILL')
    await first.ended
    const second = await bench.startWorker()

    expect(exitCode).toBe(2)
    expect(stderr).toContain(`already (process ${String(first.pid)})`)
    expect(second.hasEnded()).toBe(false)
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
