import type { PairPlace } from '../comparison/activities.js'
import {
  attemptLabel,
  generationLabel,
  hostLabel,
  labelsOf,
  pairLabel,
  runLabel,
  stageLabel,
} from '../docker/container-identity.js'
import { listOurs, removeContainer, type OurContainer } from '../docker/containers.js'
import { removeByLabels } from '../docker/remove-by-labels.js'
import type { LaunchHost } from './launch-host.js'

/** Whether a container is of this very pair: then it is adopted. */
export function isOfPair(
  { labels }: Pick<OurContainer, 'labels'>,
  { run, stage, generation, pair, attempt }: PairPlace,
): boolean {
  return (
    labels[runLabel] === run &&
    labels[stageLabel] === stage.name &&
    labels[generationLabel] === String(generation) &&
    labels[pairLabel] === String(pair) &&
    labels[attemptLabel] === String(attempt)
  )
}

/**
 * Removes what another pair of the same run left running on this host, so that nothing is measured beside it:
 * the host has one slot, so whoever waited for that container is gone, such as a stage that was terminated.
 * Gives what was removed, in words.
 */
export async function removeOtherPairs(host: LaunchHost, order: PairPlace): Promise<string[]> {
  const { comparison, run, stage } = order
  const ours = await listOurs(host.engine, { [hostLabel]: host.name, [runLabel]: run })
  const left = ours.filter((container) => isAlive(container) && !isOfPair(container, order))
  await Promise.all(left.map(({ id }) => removeContainer(host.engine, id)))
  // A network of the same stage may be this pair's own.
  for (const name of new Set(left.map(({ labels }) => labels[stageLabel]))) {
    if (name === undefined || name === stage.name) continue
    await removeByLabels(host.engine, labelsOf({ comparison, run, stage: name }))
  }
  return left.map(describeLeft)
}

/** One that is paused holds its memory, too. */
function isAlive({ state }: OurContainer): boolean {
  return ['running', 'paused', 'restarting'].includes(state)
}

function describeLeft({ name, labels }: OurContainer): string {
  const { [stageLabel]: stage = 'no stage', [pairLabel]: pair = '?', [attemptLabel]: attempt = '?' } = labels
  return `container ${name} of ${stage}, pair ${pair}, attempt ${attempt}`
}
