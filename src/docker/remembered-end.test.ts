import { describe, expect, it } from 'vitest'
import { endOf } from './remembered-end.js'
import { blameOf } from './run-container.js'

const start = { action: 'start' }
const die = { action: 'die' }
const kill = (signal: string) => ({ action: 'kill', signal })

describe('what an Engine remembers of an end', () => {
  it.each([
    ['nothing', [], { seen: false, started: false, killed: false }],
    ['an end of its own', [start, die], { seen: true, started: true, killed: false }],
    ['a kill', [start, kill('9'), die], { seen: true, started: true, killed: true }],
    ['a polite stop', [start, kill('15'), die], { seen: true, started: true, killed: true }],
    ['a signal that ends nothing', [start, kill('10'), die], { seen: true, started: true, killed: false }],
    ['a kill of what it found running', [kill('9'), die], { seen: true, started: false, killed: true }],
  ])('%s', (_what, events, expected) => {
    const end = endOf(events)

    expect(end).toEqual(expected)
  })
})

describe('whose doing an end was', () => {
  const own = { seen: true, started: true, killed: false }
  const killed = { ...own, killed: true }
  const killedAtItsStart = { ...killed, started: false }
  const forgotten = { seen: false, started: false, killed: false }
  const nobody = { lostWithEngine: false, killedFromOutside: false }
  const engine = { lostWithEngine: true, killedFromOutside: false }
  const person = { lostWithEngine: false, killedFromOutside: true }

  it.each([
    ['its own', { whileAway: false, liveRestore: false, remembered: own }, nobody],
    ['explained otherwise', { whileAway: false, liveRestore: false, remembered: undefined }, nobody],
    ['a person’s', { whileAway: false, liveRestore: false, remembered: killed }, person],
    ['with the Engine', { whileAway: true, liveRestore: false, remembered: undefined }, engine],
    [
      'its own, while an Engine was away',
      { whileAway: true, liveRestore: true, remembered: undefined },
      nobody,
    ],
    ['before the Engine came up', { whileAway: false, liveRestore: false, remembered: forgotten }, engine],
    ['as the Engine came up', { whileAway: false, liveRestore: false, remembered: killedAtItsStart }, engine],
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
