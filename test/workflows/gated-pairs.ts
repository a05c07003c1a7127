import { setTimeout as sleep } from 'node:timers/promises'
import { Context } from '@temporalio/activity'
import type { PairOrder } from '../../src/comparison/activities.js'
import type { PairResult } from '../../src/comparison/launch.js'
import { pairResult, type FakeActivities } from './fake-activities.js'

/** Pairs that stop at a gate until it is opened, and can be cancelled there. */
export function gate(fake: FakeActivities, isHeld: (order: PairOrder) => boolean) {
  let isOpen = false
  fake.host.runPair = async (order): Promise<PairResult> => {
    fake.orders.push(order)
    while (!isOpen && isHeld(order)) {
      Context.current().heartbeat()
      await Promise.race([sleep(100), Context.current().cancelled])
    }
    return pairResult(order)
  }
  return {
    open: () => {
      isOpen = true
    },
  }
}

/** The pairs that were measured of a model, in their order, each with its generation: `1g1`. */
export const pairsOf = (fake: FakeActivities, model: string) =>
  fake.orders
    .filter((order) => order.stage.model === model)
    .map((order) => `${order.pair}g${order.generation}`)
