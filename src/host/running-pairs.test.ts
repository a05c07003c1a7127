import { describe, expect, it } from 'vitest'
import type { PairPlace } from '../comparison/activities.js'
import { RunningPairs } from './running-pairs.js'

const place = (run: string, stage: string): PairPlace => ({
  comparison: 'compare/o/r/7',
  run,
  stage: { name: stage },
  generation: 1,
  pair: 1,
  attempt: 1,
})

/** Work that goes on until its signal is aborted; gives whether it was. */
function begin(pairs: RunningPairs, order: PairPlace) {
  let release: () => void = () => undefined
  const released = new Promise<void>((resolve) => (release = resolve))
  const ended = pairs.during(order, new AbortController().signal, async (signal) => {
    const aborted = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => {
        resolve()
      })
    })
    await Promise.race([aborted, released])
    return signal.aborted
  })
  return { release, ended }
}

describe('RunningPairs', () => {
  it('stops the pairs of a stage that is cleaned up, and no others', async () => {
    const pairs = new RunningPairs()
    const meant = begin(pairs, place('run', 'grok/offline'))
    const others = [
      begin(pairs, place('run', 'deepseek/offline')),
      begin(pairs, place('other', 'grok/offline')),
    ]

    await pairs.stop({ run: 'run', stage: 'grok/offline' })
    for (const { release } of others) release()

    expect(await meant.ended).toBe(true)
    expect(await Promise.all(others.map(({ ended }) => ended))).toEqual([false, false])
  })

  it('stops all pairs of a run whose comparison is cleaned up', async () => {
    const pairs = new RunningPairs()
    const begun = ['grok/offline', 'deepseek/offline'].map((stage) => begin(pairs, place('run', stage)))

    await pairs.stop({ run: 'run' })

    expect(await Promise.all(begun.map(({ ended }) => ended))).toEqual([true, true])
  })
})
