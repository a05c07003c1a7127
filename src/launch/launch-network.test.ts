import { expect, it } from 'vitest'
import { demoPlan } from '../../test/fixtures/record.js'
import { connectEngine, type Engine } from '../docker/engine.js'
import { EngineRefused } from '../docker/errors.js'
import { closeLaunchNetwork } from './launch-network.js'
import type { Launch } from './launch.js'

it.each([
  ['leaves a network to clean-up that the Engine does not let go of', 403, 'left'],
  ['fails where the Engine does', 500, 'HTTP 500'],
])('%s', async (_what, statusCode, outcome) => {
  const launch = launchOn(statusCode)

  const closing = closeLaunchNetwork(launch).then(
    () => 'left',
    (error: unknown) => String(error),
  )

  expect(await closing).toContain(outcome)
})

/** A launch on an Engine that refuses to remove the network, in which nobody is. */
function launchOn(statusCode: number): Launch {
  const call = ((what: string) =>
    what.startsWith('remove')
      ? Promise.reject(new EngineRefused(statusCode, what, 'it is held'))
      : Promise.resolve({ Containers: {} })) as Engine['call']
  const engine: Engine = { ...connectEngine({ socketPath: '/absent.sock' }), call }
  const [stage] = demoPlan().stages
  return {
    host: { name: 'host', engine },
    order: { comparison: 'c', run: 'r', stage, generation: 1, pair: 1, attempt: 1 },
    arm: 'main',
    purpose: 'measuring',
  } as unknown as Launch
}
