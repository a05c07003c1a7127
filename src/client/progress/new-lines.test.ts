import { expect, it } from 'vitest'
import type { ComparisonStatus, StageStatus } from '../../comparison/status.js'
import { newLines } from './new-lines.js'
import type { ComparisonView } from './view.js'

const stage: StageStatus = {
  name: 'grok/offline',
  state: 'running',
  host: 'mi300x-1',
  cases: 9,
  pairsDone: 1,
  pairsPlanned: 4,
  pairsAtMost: 10,
  generation: 1,
  pair: 2,
  expectedPairSeconds: 60,
}
const status: ComparisonStatus = {
  comparison: 'compare/a/b/7',
  phase: 'measuring',
  images: [{ arm: 'main', tag: 'main-1234567-rocm630', state: 'ready' }],
  stages: [stage],
}
const view: ComparisonView = {
  comparison: 'compare/a/b/7',
  startedAt: new Date(0),
  status,
  pairs: {},
  troubles: {},
}

it('tells all of a comparison once, and then what changed', () => {
  const shown = new Map<string, string>()

  const first = newLines(view, shown)
  const same = newLines({ ...view, startedAt: new Date(1) }, shown)
  const next = newLines(
    { ...view, status: { ...status, stages: [{ ...stage, pairsDone: 2, pair: 3 }] } },
    shown,
  )

  expect(first).toEqual([
    'measuring',
    'image main  main-1234567-rocm630  ready',
    'grok/offline on mi300x-1  running, 1 of 4 pairs, pair 2',
  ])
  expect(same).toEqual([])
  expect(next).toEqual(['grok/offline on mi300x-1  running, 2 of 4 pairs, pair 3'])
})

it('tells why a stage that was measured is measured further', () => {
  const shown = new Map<string, string>()
  newLines({ ...view, status: { ...status, stages: [{ ...stage, state: 'measured', pairsDone: 4 }] } }, shown)
  const extended = { ...stage, pairsDone: 4, pairsPlanned: 5, pair: 5, undecidedAfter: 4 }

  const lines = newLines({ ...view, status: { ...status, stages: [extended] } }, shown)

  expect(lines).toEqual(['grok/offline on mi300x-1  running, 4 of 5 pairs, undecided after 4, pair 5'])
})

it('tells what a stage waits for, and when it waits no more', () => {
  const shown = new Map<string, string>()
  newLines(view, shown)
  const busy = {
    ...view,
    troubles: { 'grok/offline': 'the GPUs are\u001b[2J busy' },
    note: 'no worker answers',
  }

  const troubled = newLines(busy, shown)
  const well = newLines(view, shown)
  const again = newLines(busy, shown)

  expect(troubled).toEqual([
    'grok/offline on mi300x-1  running, 1 of 4 pairs, pair 2: the GPUs are [2J busy',
    'no worker answers',
  ])
  expect(well).toEqual(['grok/offline on mi300x-1  running, 1 of 4 pairs, pair 2'])
  expect(again).toEqual(troubled)
})
