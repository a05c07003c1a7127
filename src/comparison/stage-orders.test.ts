import { describe, expect, it } from 'vitest'
import { refuseStageOrder } from './stage-orders.js'
import type { StageState, StageStatus } from './status.js'

const stage = (state: StageState): StageStatus => ({
  name: 'grok/offline',
  state,
  host: 'a',
  cases: 1,
  pairsDone: 0,
  pairsPlanned: 3,
  pairsAtMost: 10,
  generation: 1,
  expectedPairSeconds: 1,
})

describe('refuseStageOrder', () => {
  it.each(['measured', 'failed', 'cancelled', 'skipped'] as const)(
    'lets a stage that was %s be retried, not stopped',
    (state) => {
      expect(refuseStageOrder('retry', [stage(state)], 'grok/offline')).toBeUndefined()
      expect(refuseStageOrder('cancel', [stage(state)], 'grok/offline')).toContain(
        'To measure it again, use prbench retry',
      )
    },
  )

  it.each(['waiting', 'running'] as const)('lets a %s stage be stopped, not retried', (state) => {
    expect(refuseStageOrder('skip', [stage(state)], 'grok/offline')).toBeUndefined()
    expect(refuseStageOrder('retry', [stage(state)], 'grok/offline')).toContain('cancel it first')
  })

  it('names the stages that there are to who names none of them, whatever is given', () => {
    for (const name of ['grok', '', 7, null, undefined, { stage: 'grok/offline' }]) {
      expect(refuseStageOrder('cancel', [stage('running')], name)).toContain(
        'choose from grok/offline (running)',
      )
    }
    expect(refuseStageOrder('cancel', [], 'grok/offline')).toContain('not planned yet')
  })

  it('refuses any order to a stage that is being stopped', () => {
    const stopping = { ...stage('running'), stopping: 'skipped' as const }

    for (const kind of ['retry', 'skip', 'cancel'] as const) {
      expect(refuseStageOrder(kind, [stopping], 'grok/offline')).toContain('is already being skipped')
    }
  })
})
