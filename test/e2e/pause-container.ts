import type Docker from 'dockerode'
import { until } from './waiting.js'

/**
 * Pauses a container that runs. Where the machine is busy, runc now and then cannot freeze one at once
 * ("unable to freeze"), so it is tried again.
 */
export async function pauseContainer(container: Docker.Container): Promise<void> {
  await until('the container was paused', async () => {
    const { State: state } = await container.inspect()
    if (!state.Paused) await container.pause()
    return true
  })
}
