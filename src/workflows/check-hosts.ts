import { ApplicationFailure, isCancellation } from '@temporalio/workflow'
import { failureTypes } from '../comparison/failure.js'
import type { Plan } from '../comparison/plan.js'
import { hostsOf } from '../comparison/stage.js'
import { hostControl } from './activities.js'
import { describeFailure } from './failures.js'

/**
 * Has every host of a plan say whether it can perform it, before anything is started.
 *
 * @throws ApplicationFailure `InvalidInput` with the host's reason, also where it has no worker or its Docker
 * is away
 */
export async function checkHosts(plan: Plan): Promise<void> {
  await Promise.all(
    hostsOf(plan).map(async (name) => {
      try {
        await hostControl(name).checkHost(plan, name)
      } catch (error) {
        if (isCancellation(error)) throw error
        const reason = describeFailure(error)
        const sentence = reason.includes(name) ? reason : `host ${name}: ${reason}`
        throw ApplicationFailure.nonRetryable(sentence, failureTypes.invalidInput)
      }
    }),
  )
}
