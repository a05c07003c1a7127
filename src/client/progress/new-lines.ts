import { printable } from './printable.js'
import { words } from '../../workflows/words.js'
import { imageText, stageText } from './tree.js'
import type { ComparisonView } from './view.js'

/**
 * A line for each thing of a comparison that changed since it was shown: its phase, an image, a stage, a
 * pair, what a stage waits for. `shown` keeps what was said last of each.
 */
export function newLines(view: ComparisonView, shown: Map<string, string>): string[] {
  return [...facts(view)].flatMap(([subject, text]) => {
    if (text === (shown.get(subject) ?? '')) return []
    shown.set(subject, text)
    return text === '' ? [] : [printable(text)]
  })
}

/**
 * By subject; empty where there is nothing to say of it any more. Without times: a line is not said again for
 * them.
 */
function* facts({ status, troubles, note, closed }: ComparisonView): Generator<[string, string]> {
  yield ['phase', closed?.state ?? status?.phase ?? '']
  yield ['pause', status?.pausedSince === undefined ? '' : 'paused (continue with prbench resume)']
  for (const image of status?.images ?? []) {
    const why = image.lastError ?? troubles[image.arm]
    yield [image.arm, `image ${imageText(image)}${why === undefined ? '' : `: ${why}`}`]
  }
  for (const stage of status?.stages ?? []) {
    const { name, state, pair, lastError } = stage
    const why = lastError ?? stage.waitsFor ?? troubles[name]
    const now = state === 'running' && pair !== undefined ? `pair ${pair}` : undefined
    const parts = [stageText(stage), words.undecided(stage.undecidedAfter), now]
    const text = parts.filter((part) => part !== undefined).join(', ')
    yield [name, `${text}${why === undefined ? '' : `: ${why}`}`]
  }
  yield ['note', note ?? '']
}
