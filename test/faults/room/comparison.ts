import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Program } from '../../e2e/program.js'
import { until } from '../../e2e/waiting.js'
import { packageFile } from './package-files.js'
import { workOnHost } from './work-on-host.js'
import type { Room } from './room.js'

/** A comparison of a branch with main, and whoever watches it. */
export interface Comparison {
  readonly name: string
  readonly id: string
  /** Whether its workflow is closed, as far as is known. */
  readonly isOver: () => boolean
  readonly runDirectory: () => Promise<string>
  /** Kills the client, waits so long, and starts it again while there is still something to measure. */
  readonly killClient: (downMs: number) => Promise<void>
  /** Waits until it is closed and nobody watches it any more. Gives the client's last exit code. */
  readonly end: () => Promise<number>
}

const lookMs = 300
const clientRestMs = 1000

/** Starts a comparison as a person would, and that again where it gives up: the open one is gone on with. */
export async function startComparison(
  room: Room,
  name: string,
  recipe = packageFile('test/faults/faults.yaml'),
): Promise<Comparison> {
  await room.branches.make(name)
  const outputFolder = join(room.outputFolder, name)
  const startClient = () =>
    room.startPrbench([
      'compare',
      ...['--repo', room.branches.path, '--base', 'main', '--head', name],
      ...['--models', 'faults', '--recipe', recipe],
      ...['--output-dir', outputFolder, '--host', room.host, '--pairs', '1', '--json'],
    ])
  let client = startClient()
  const id = await until(`${name} was started`, () => comparisonOf(client))
  const state = { isOver: false, isRestarting: false, exitCode: 0 }

  const watching = (async () => {
    while (!state.isOver) {
      await sleep(lookMs)
      const status = await room.client.workflow
        .getHandle(id)
        .describe()
        .then(
          (description) => description.status.name,
          () => undefined, // the server is away
        )
      state.isOver = status !== undefined && status !== 'RUNNING'
      if (client.hasEnded() && !state.isRestarting && !state.isOver && status !== undefined) {
        await sleep(clientRestMs)
        if ((await workOnHost(room.client, id)) !== undefined) client = startClient()
      }
    }
    return state.isOver
  })()

  return {
    name,
    id,
    isOver: () => state.isOver,
    runDirectory: async () => {
      const [directory, ...others] = await readdir(outputFolder)
      if (directory === undefined || others.length > 0) {
        throw new Error(`${outputFolder} holds ${others.length} run directories too many, or none`)
      }
      return join(outputFolder, directory)
    },
    killClient: async (downMs) => {
      state.isRestarting = true
      client.signal('SIGKILL')
      await client.ended
      await sleep(downMs)
      if (!state.isOver && (await workOnHost(room.client, id)) !== undefined) client = startClient()
      state.isRestarting = false
    },
    end: async () => {
      await watching
      return (await client.ended).exitCode
    },
  }
}

function comparisonOf(client: Program): string | undefined {
  if (client.hasEnded()) throw new Error(`prbench compare ended: ${client.stderr().slice(-2000)}`)
  const started = client.events().find(({ event }) => event === 'started')
  return typeof started?.comparison === 'string' ? started.comparison : undefined
}
