import { describe, expect, it } from 'vitest'
import { endOf } from './remembered-end.js'
import { blameOf } from './run-container.js'

const start = { of: 'ours', action: 'start' }
const die = { of: 'ours', action: 'die' }
const kill = (signal: string) => ({ of: 'ours', action: 'kill', signal })
const others = (count: number) => Array.from({ length: count }, () => ({ of: 'other', action: 'exec_start' }))

const own = { seen: true, started: true, cameUpLater: false, killed: false }
const later = { started: false, cameUpLater: true }
const forgotten = { seen: false, started: false, cameUpLater: false, killed: false }

describe('what an Engine remembers of an end', () => {
  it.each([
    ['nothing', [], { ...forgotten, cameUpLater: true }],
    ['nothing of this one', others(3), { ...forgotten, cameUpLater: true }],
    ['an end of its own', [start, die], own],
    ['a kill', [start, kill('9'), die], { ...own, killed: true }],
    ['a polite stop', [start, kill('15'), die], { ...own, killed: true }],
    ['a signal that ends nothing', [start, kill('10'), die], own],
    ['a kill of what it found running', [kill('9'), die], { ...own, ...later, killed: true }],
    ['an end of what it found running', [...others(254), die], { ...own, ...later }],
    ['an end, and no more whether it started it', [...others(255), die], { ...own, started: false }],
  ])('%s', (_what, events, expected) => {
    const end = endOf('ours', events)

    expect(end).toEqual(expected)
  })
})

describe('whose doing an end was', () => {
  const killed = { ...own, killed: true }
  const killedAtItsStart = { ...killed, ...later }
  const ownAfterRestart = { ...own, ...later }
  const nobody = { lostWithEngine: false, killedFromOutside: false }
  const engine = { lostWithEngine: true, killedFromOutside: false }
  const person = { lostWithEngine: false, killedFromOutside: true }

  it.each([
    ['its own', { whileAway: false, liveRestore: false, remembered: own }, nobody],
    ['explained otherwise', { whileAway: false, liveRestore: false, remembered: undefined }, nobody],
    ['a person’s', { whileAway: false, liveRestore: false, remembered: killed }, person],
    ['with the Engine', { whileAway: true, liveRestore: false, remembered: undefined }, engine],
    [
      'unknown, while an Engine with live-restore was away',
      { whileAway: true, liveRestore: true, remembered: undefined },
      engine,
    ],
    ['before the Engine came up', { whileAway: false, liveRestore: false, remembered: forgotten }, engine],
    ['as the Engine came up', { whileAway: false, liveRestore: false, remembered: killedAtItsStart }, engine],
    ['as others were ended', { whileAway: false, liveRestore: false, remembered: ownAfterRestart }, engine],
    [
      'its own, after a restart',
      { whileAway: false, liveRestore: true, remembered: ownAfterRestart },
      nobody,
    ],
    [
      'its own, as far as is remembered',
      { whileAway: false, liveRestore: false, remembered: { ...own, started: false } },
      nobody,
    ],
    [
      'a person’s, after a restart',
      { whileAway: false, liveRestore: true, remembered: killedAtItsStart },
      person,
    ],
  ])('%s', (_whose, circumstances, expected) => {
    const blame = blameOf(circumstances)

    expect(blame).toEqual(expected)
  })
})
