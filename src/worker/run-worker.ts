import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Client } from '@temporalio/client'
import {
  NativeConnection,
  Runtime,
  Worker,
  type InjectedSinks,
  type NativeConnectionOptions,
  type WorkerOptions,
} from '@temporalio/worker'
import { createControlActivities } from '../activities/control.js'
import { FailureTranslation } from '../activities/failures.js'
import { PlainHeartbeat } from '../activities/heartbeat.js'
import { createHostActivities, createHostControlActivities } from '../activities/host.js'
import { RunningPairs } from '../host/running-pairs.js'
import { controlQueue, hostControlQueue, hostQueue } from '../comparison/queue.js'
import { allGpus, takeHostLock, type Devices } from '../host/host-lock.js'
import { sweepHost } from '../host/janitor.js'
import { makeRoom } from '../host/make-room.js'
import type { HostGpus } from '../host/launch-host.js'
import { openGpus, openLaunchHost } from '../host/open-launch-host.js'
import { appendToComparisonLog } from '../run/comparison-log.js'
import type { WorkflowSinks } from '../workflows/order-log.js'
import { workerLogger } from './worker-logger.js'

export type WorkerRole = 'all' | 'control' | 'host'

export interface WorkerSettings {
  connection: NativeConnectionOptions
  namespace: string
  /** `control`: workflows, source and report. `host`: builds and launches on this machine. */
  role: WorkerRole
  /** The name under which this machine's GPUs are asked for. */
  host: string
  /** What no other worker of this machine may measure on; its GPUs, if it has some, unless said otherwise. */
  devices?: Devices
  /** Hosts that stages may run on where a request names none; this one unless said otherwise. */
  hosts: readonly string[]
  stateFolder: string
  outputFolder: string
  /** Bytes that must be free on this host before a pair or a build begins. */
  leastFreeBytes: number
  forgeUrl?: string
  /** The address of the forge's API. */
  forgeApiUrl: string
  signal: AbortSignal
  /** Called once all queues are polled. */
  onReady?: () => void
}

const bundlePath = fileURLToPath(new URL('../workflows/bundled-workflows.js', import.meta.url))

// On a signal nothing is waited for: what runs is left running and adopted later.
const common = {
  shutdownGraceTime: 0,
  shutdownForceTime: '30s',
  // Bounds how fast a cancel arrives; the default of 60 s would be minutes of somebody's GPUs.
  maxHeartbeatThrottleInterval: '5s',
} satisfies Partial<WorkerOptions>

const translated = () => ({ inbound: new FailureTranslation() })
/** What works on a host says by its heartbeat where it is; all other work only that it goes on. */
const interceptors = {
  ofHost: { activity: [translated] },
  ofControl: { activity: [translated, () => ({ inbound: new PlainHeartbeat() })] },
}

const sinks: InjectedSinks<WorkflowSinks> = {
  comparisonLog: {
    append: { fn: (_workflow, runDirectory, text) => appendToComparisonLog(runDirectory, text) },
  },
}

/**
 * Runs the workers of a role until the signal.
 *
 * @throws HostLocked, where another worker process holds this host
 */
export async function runWorker(settings: WorkerSettings): Promise<void> {
  Runtime.install({ logger: workerLogger(), telemetryOptions: {}, shutdownSignals: [] })
  const { devices, host } = settings
  const gpus = await openGpus(typeof devices === 'string' ? undefined : devices)
  const ownGpus = gpus.vendor.tools.length === 0 ? undefined : allGpus
  const lock = settings.role === 'control' ? undefined : await takeHostLock(host, devices ?? ownGpus)
  try {
    const connection = await NativeConnection.connect(settings.connection)
    try {
      const workers = await createWorkers(settings, connection, gpus)
      const running = workers.map((worker) => worker.run())
      settings.signal.addEventListener('abort', () => {
        for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown()
      })
      settings.onReady?.()
      await Promise.all(running)
    } finally {
      await connection.close()
    }
  } finally {
    await lock?.release()
  }
}

async function createWorkers(
  settings: WorkerSettings,
  connection: NativeConnection,
  gpus: HostGpus,
): Promise<Worker[]> {
  const shared = { ...common, connection, namespace: settings.namespace }
  const creating: Promise<Worker>[] = []
  const { stateFolder, outputFolder, hosts, forgeUrl } = settings
  const mirrors = `${stateFolder}/mirrors`

  if (settings.role !== 'host') {
    creating.push(
      Worker.create({
        ...shared,
        taskQueue: controlQueue,
        interceptors: interceptors.ofControl,
        workflowBundle: { code: await readFile(bundlePath, 'utf8') },
        sinks,
        activities: createControlActivities({
          mirrors,
          stateFolder,
          outputFolder,
          hosts,
          forgeApiUrl: settings.forgeApiUrl,
          environment: process.env,
          ...(forgeUrl === undefined ? {} : { forgeUrl }),
        }),
      }),
    )
  }
  if (settings.role !== 'control') {
    const host = await openLaunchHost(settings.host, stateFolder, gpus)
    const { workflow } = new Client({ connection, namespace: settings.namespace })
    // Before anything is measured: what an ended comparison left running would disturb it.
    const { logger } = Runtime.instance()
    const cleaning = { engine: host.engine, stateFolder }
    await sweepHost(cleaning, workflow, logger)
    const dependencies = {
      host,
      pairs: new RunningPairs(),
      mirrors,
      stateFolder,
      leastFreeBytes: settings.leastFreeBytes,
      makeRoom: (need: { neededBytes: number; what: string }) => makeRoom(cleaning, workflow, logger, need),
      ...(forgeUrl === undefined ? {} : { forgeUrl }),
    }
    creating.push(
      Worker.create({
        ...shared,
        taskQueue: hostQueue(host.name),
        interceptors: interceptors.ofHost,
        // One at a time: nothing comes between the arms of a pair, and no build runs beside a benchmark.
        maxConcurrentActivityTaskExecutions: 1,
        activities: createHostActivities(dependencies),
      }),
      Worker.create({
        ...shared,
        taskQueue: hostControlQueue(host.name),
        interceptors: interceptors.ofControl,
        activities: createHostControlActivities(dependencies),
      }),
    )
  }
  return Promise.all(creating)
}
