/**
 * `npm run bench:overhead`: how long a host is idle between two launches, and what prbench costs beside a
 * shell loop that runs the same containers. Real Docker Engine, real Temporal server, the demo engine with
 * launches of about ten seconds. Between two launches the host may be idle 1.7 times what an empty container
 * takes there. The last line is one JSON object; it fails where that limit is missed.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DefaultLogger, Runtime } from '@temporalio/worker'
import { execa } from 'execa'
import { findTemporalCli } from '../../src/client/embedded/temporal-cli.js'
import { connectEngine } from '../../src/docker/engine.js'
import { loadRecipe } from '../../src/recipes/load.js'
import { startTemporal } from '../../test/e2e/temporal-server.js'
import { emptyContainerTimes } from './empty-container.js'
import { countFullPlanEvents } from './full-plan.js'
import { idleTimes, percentile, processesOf } from './idle.js'
import { runPrbench } from './prbench-run.js'
import { runShellLoop } from './shell-run.js'

const top = fileURLToPath(new URL('../../../', import.meta.url))
const idleLimit = 1.7
const pairs = Number(process.env.BENCH_PAIRS ?? 4)

const folder = await mkdtemp(join(tmpdir(), 'prbench-bench-'))
Runtime.install({ logger: new DefaultLogger('ERROR') })
await execa(join(top, 'demo', 'make-base-image.sh'))
await execa(join(top, 'demo', 'make-repository.sh'), [join(folder, 'repository')])
const temporal = await startTemporal({ cli: await findTemporalCli(), folder })
try {
  const { address } = temporal.where
  const demo = await loadRecipe(join(top, 'recipes', 'demo.yaml'))
  // The time is slept, not computed, so that it is the same in both runs whatever else this machine does.
  const recipe = { ...demo, environment: { ...demo.environment, DEMO_ENGINE_SLEEP_SECONDS: '0.7' } }
  const repository = join(folder, 'repository')

  const { record, workerMegabytes } = await runPrbench({ folder, address, repository, recipe, pairs })
  const processes = processesOf(record)
  const idle = idleTimes(processes)
  const launches = record.pairs.flatMap((pair) => pair.launches)
  // From before the first container is made, as the shell loop's time is.
  const first = Math.min(...launches.map((launch) => Date.parse(launch.startedAt)))
  const last = Math.max(...launches.map((launch) => Date.parse(launch.finishedAt)))
  const secondsPrbench = (last - first) / 1000
  const image = record.images[0]?.id ?? ''
  const empty = percentile(await emptyContainerTimes(connectEngine(), image, 20), 0.5)
  const idleRatio = percentile(idle, 0.5) / empty
  const passed = idleRatio <= idleLimit
  const secondsShell = await runShellLoop(record)
  const events = await countFullPlanEvents(address)

  console.log(`idle between launches, ms: ${idle.join(' ')}`)
  console.log(
    `${processes.length} launches: prbench ${secondsPrbench.toFixed(1)} s, shell ${secondsShell.toFixed(1)} s`,
  )
  console.log(
    JSON.stringify({
      idle_between_launches_ms_p50: percentile(idle, 0.5),
      idle_between_launches_ms_p95: percentile(idle, 0.95),
      empty_container_ms_p50: empty,
      idle_ratio: Number(idleRatio.toFixed(3)),
      seconds_prbench: secondsPrbench,
      seconds_shell: Number(secondsShell.toFixed(3)),
      ratio: Number((secondsPrbench / secondsShell).toFixed(4)),
      history_events: events,
      worker_rss_mb: Math.round(workerMegabytes),
      passed,
    }),
  )
  if (!passed) process.exitCode = 1
} finally {
  await temporal.stop()
  await rm(folder, { recursive: true, force: true })
}
