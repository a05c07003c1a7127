import { setTimeout as sleep } from 'node:timers/promises'
import { processesOf } from '../e2e/leftovers.js'
import type { ComparisonEvidence, Evidence, Strike } from './evidence.js'
import { planFaults, takeFaults, type Fault, type FaultOrder } from './plan.js'
import { prove, type Proof } from './proofs/prove.js'
import { collect } from './room/collect.js'
import { startComparison } from './room/comparison.js'
import { leftoversIn } from './room/leftovers.js'
import { openRoom, type Room } from './room/room.js'
import { untilAtWork } from './strikes/scene.js'
import { strikes } from './strikes/strikes.js'

/** So many that a comparison outlives them within what its plan allows a host to fail. */
const faultsAComparison = 5

export type Say = (line: string) => void

/**
 * Runs comparisons in a room of their own while it breaks what they need, until all faults are done, and
 * proves from what they left that it cost nothing. Everything that it started is ended, whatever happens.
 */
export async function runFaults(order: FaultOrder, say: Say, stop?: AbortSignal): Promise<Proof> {
  const room = await openRoom()
  const mishaps: string[] = []
  const done: Strike[] = []
  const comparisons: ComparisonEvidence[] = []
  let undisturbed: ComparisonEvidence | undefined
  const leftovers: string[] = []
  try {
    await room.controlWorker.start()
    await room.gpuWorker.start()
    undisturbed = (await runComparison(room, 'undisturbed', [], { done, say })).evidence
    for (let left = planFaults(order); left.length > 0;) {
      stop?.throwIfAborted()
      const next = takeFaults(left, faultsAComparison)
      const name = `disturbed-${comparisons.length + 1}`
      const { evidence, undone } = await runComparison(room, name, next.taken, { done, say })
      comparisons.push(evidence)
      left = [...undone, ...next.left]
    }
    leftovers.push(...(await leftoversIn(room)))
  } catch (error) {
    stop?.throwIfAborted()
    mishaps.push(error instanceof Error ? (error.stack ?? error.message) : String(error))
  } finally {
    const { gpuWorker, controlWorker, folder } = room
    for (const worker of [gpuWorker, controlWorker]) {
      const mishap = worker.mishap()
      if (mishap !== undefined) mishaps.push(mishap)
      await worker.end('SIGTERM')
    }
    leftovers.push(...room.running())
    leftovers.push(...(await room.close()))
    leftovers.push(...processesOf(folder).map(({ pid, command }) => `process ${pid}: ${command}`))
  }
  if (undisturbed === undefined) throw new Error(`the undisturbed comparison failed: ${mishaps.join('\n')}`)
  const evidence: Evidence = {
    undisturbed,
    comparisons,
    strikes: done,
    events: room.events.events(),
    caseFiles: room.caseFiles.files(),
    leftovers,
    mishaps,
  }
  return prove(evidence, order)
}

/**
 * Runs one comparison to its end, and does to it what there is time for. Gives the faults that came too late.
 */
async function runComparison(
  room: Room,
  name: string,
  faults: readonly Fault[],
  { done, say }: { done: Strike[]; say: Say },
): Promise<{ evidence: ComparisonEvidence; undone: Fault[] }> {
  const begun = performance.now()
  const comparison = await startComparison(room, name)
  const scene = { room, comparison }
  const undone: Fault[] = []
  for (const fault of faults) {
    const isOfBuild = fault.kind === 'kill-gpu-worker-in-build'
    if (!isOfBuild && (await untilAtWork(scene)) !== undefined) await sleep(fault.afterMs)
    const at = Date.now()
    const struck = await strikes[fault.kind](scene, fault)
    if (struck === undefined) {
      undone.push(fault)
      continue
    }
    done.push({ kind: fault.kind, at, until: Date.now(), comparison: name, ...struck })
    const { container, resumeSeconds } = struck
    say(
      `${name}: ${fault.number} ${fault.kind}, away ${(fault.downMs / 1000).toFixed(1)} s` +
        (container === undefined ? '' : `, ${container}`) +
        (resumeSeconds === undefined ? '' : `, measured again after ${resumeSeconds.toFixed(1)} s`),
    )
  }
  const exitCode = await comparison.end()
  const seconds = ((performance.now() - begun) / 1000).toFixed(0)
  say(`${name}: ended after ${seconds} s, exit code of its client ${exitCode}`)
  return { evidence: await collect(room.client, comparison), undone }
}
