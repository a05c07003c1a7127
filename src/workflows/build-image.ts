import { setCurrentDetails } from '@temporalio/workflow'
import type { BuildOrder } from '../comparison/activities.js'
import type { BuiltImage } from '../comparison/image.js'
import { control, host } from './activities.js'
import { asCancelled } from './failures.js'
import { outliveHostFailures } from './host-failures.js'
import { imageTroubleSignal } from './messages.js'
import { tellComparison } from './tell-comparison.js'

/** A build of eight-GPU images takes an hour or two where nothing is cached. */
const buildDeadlineSeconds = 4 * 3600

/**
 * Builds the image of one arm on every host that measures it, one after the other on each host's slot, and
 * records it. A workflow of its own, so that it can be watched and cancelled by itself.
 */
export async function buildImage(orders: BuildOrder[]): Promise<BuiltImage[]> {
  try {
    return await buildOnHosts(orders)
  } catch (error) {
    throw asCancelled(error)
  }
}

function buildOnHosts(orders: readonly BuildOrder[]): Promise<BuiltImage[]> {
  return Promise.all(
    orders.map(async (order) => {
      const summary = `${order.arm} image on ${order.host}`
      const image = await outliveHostFailures(
        order.host,
        order.plan.hostFailureLimit,
        (trouble) => {
          setCurrentDetails(trouble)
          return tellComparison(imageTroubleSignal, { arm: order.arm, trouble })
        },
        () => host(order.host, buildDeadlineSeconds, summary).buildImage(order),
      )
      await control.recordImage(order.plan, image)
      return image
    }),
  )
}
