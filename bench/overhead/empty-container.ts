import type { Engine } from '../../src/docker/engine.js'

/**
 * How long an empty container takes on this host through dockerode: created, started, waited for, removed.
 * Milliseconds, one for each round.
 */
export async function emptyContainerTimes(
  { docker }: Engine,
  image: string,
  rounds: number,
): Promise<number[]> {
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now()
    const container = await docker.createContainer({
      Image: image,
      Entrypoint: ['true'],
      HostConfig: { NetworkMode: 'none' },
    })
    await container.start()
    await container.wait()
    await container.remove()
    times.push(Math.round(performance.now() - started))
  }
  return times
}
