import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { serverStateSchema } from '../../src/client/embedded/state-file.js'
import { listensOn } from '../../src/processes/listening.js'
import { useBench } from './bench.js'
import { processesOf } from './leftovers.js'
import type { Program } from './program.js'
import { until } from './waiting.js'

const bench = useBench({ server: 'none' })

const startedEvent = (program: Program) =>
  until('a comparison was started', () => program.events().find(({ event }) => event === 'started'))

async function serverState(stateHome = 'state') {
  const text = await readFile(join(bench.folder(), stateHome, 'prbench', 'server.json'), 'utf8')
  return serverStateSchema.parse(JSON.parse(text))
}

/** Stops the embedded server, and gives what is left running of it. */
async function stopServer() {
  const { exitCode } = await bench.prbench(['server', 'stop'])
  expect(exitCode).toBe(0)
  return processesOf(bench.folder())
}

describe('the embedded server', () => {
  it('is started where there is none, shows the comparison, and cancels it on Ctrl-C', async () => {
    await bench.recordStarts()
    const compare = bench.startPrbench(bench.compareArguments(7, 'slow'))
    const { webUi, comparison, run } = await startedEvent(compare)
    await bench.hold()
    const page = new URL(String(webUi))
    const ofWorkflow = `${encodeURIComponent(String(comparison))}/${String(run)}`

    const status = await bench.prbench(['status'])
    const [shown, known] = await Promise.all([
      fetch(page),
      fetch(
        `${page.origin}/api/v1/namespaces/default/workflows/${encodeURIComponent(String(comparison))}` +
          `?execution.runId=${String(run)}`,
      ),
    ])
    compare.signal('SIGINT')
    const { exitCode, stderr } = await compare.ended

    expect(page.href.endsWith(`/workflows/${ofWorkflow}`)).toBe(true)
    expect([shown.status, known.status]).toEqual([200, 200])
    expect(status.exitCode).toBe(0)
    expect(status.stdout).toContain(String(comparison))
    expect(status.stdout).toContain(page.href)
    expect(exitCode).toBe(130)
    expect(stderr).toContain('Cancelling')
    expect((await bench.run()).record.ending).toBe('cancelled')
    expect((await fetch(page)).status).toBe(200)
    expect(await stopServer()).toEqual([])
  })

  it('is started again by the retry of a comparison that ended before it stopped', async () => {
    await bench.recordStarts()
    const cancelled = bench.startPrbench(bench.compareArguments(7, 'slow'))
    await bench.hold()
    cancelled.signal('SIGINT')
    await cancelled.ended
    await stopServer()

    const { exitCode, stdout, stderr } = await bench.prbench(['retry', '7'])

    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
    expect(stdout).toMatch(/^Resuming \S+\/7\nWeb UI: http/m)
    // Without a terminal: plain lines, one for each change.
    expect(stdout).toMatch(/^\d\d:\d\d:\d\d slow\/offline on \S+  running/m)
    expect(stdout).not.toContain('{')
    expect((await bench.run()).record.ending).toBe('finished')
    expect(await stopServer()).toEqual([])
  })

  it('goes on with an open comparison after it was killed', async () => {
    const recorder = await bench.recordStarts()
    const killed = bench.startPrbench(bench.compareArguments(7, 'slow'))
    const { run } = await startedEvent(killed)
    const release = await bench.hold()

    process.kill((await serverState()).supervisor.pid, 'SIGKILL')
    killed.signal('SIGKILL')
    await killed.ended
    const again = bench.startPrbench(bench.compareArguments(7, 'slow'))
    await startedEvent(again)
    await release()
    const { exitCode } = await again.ended

    expect(again.events()[0]).toMatchObject({ event: 'started', run, attached: true })
    expect(exitCode).toBe(0)
    const { record } = await bench.run()
    expect(record.plan.run).toBe(run)
    const processes = record.pairs.flatMap(({ launches }) => launches.flatMap((launch) => launch.processes))
    expect(recorder.starts().map(({ container }) => container)).toEqual(
      processes.map(({ container }) => container),
    )
    expect(await stopServer()).toEqual([])
  })

  it('takes ports of its own where others start at the same moment', async () => {
    const servers = ['one', 'two', 'three'].map((name) =>
      bench.startPrbench(['server'], {
        XDG_STATE_HOME: join(bench.folder(), name),
        PRBENCH_HOST: `${bench.host()}-${name}`,
        PRBENCH_DEVICES: `${bench.host()}-${name}`,
      }),
    )
    const answers = (server: Program) => /answers at (\S+),/.exec(server.stdout() + server.stderr())?.[1]

    const addresses = await Promise.all(servers.map((server) => until('it answered', () => answers(server))))
    const states = await Promise.all(['one', 'two', 'three'].map(serverState))
    const owns = await Promise.all(states.map(({ temporal, port }) => listensOn(temporal.pid, port)))
    for (const server of servers) server.signal('SIGTERM')
    const ends = await Promise.all(servers.map(({ ended }) => ended))

    expect(new Set(addresses).size).toBe(servers.length)
    expect(owns).toEqual([true, true, true])
    expect(ends.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0])
    expect(processesOf(bench.folder())).toEqual([])
  })
})
