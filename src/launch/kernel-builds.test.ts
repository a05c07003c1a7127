import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { demoImage, demoPlan } from '../../test/fixtures/record.js'
import { onlineStagePlan } from '../../test/fixtures/online-record.js'
import type { Arm } from '../comparison/arm.js'
import type { CaseResult } from '../comparison/launch.js'
import type { Engine } from '../docker/engine.js'
import { LaunchSpool } from '../run/launch-spool.js'
import { afterKernelBuilds, endOfRepeating } from './kernel-builds.js'
import { testHost } from '../host/launch-host.fixture.js'

const disturbance = { kind: 'kernels-built', module: 'module_moe' } as const
const calm: CaseResult = { case: 'request rate 1', values: { ttft_median: 20 }, reason: null, repeats: [] }
const disturbed: CaseResult = { ...calm, case: 'request rate 2', disturbance }
const failed: CaseResult = {
  ...disturbed,
  case: 'request rate 4',
  values: null,
  reason: { kind: 'out-of-memory' },
}

describe('afterKernelBuilds', () => {
  it('makes the launch void the first time, with its numbers as they are', () => {
    expect(afterKernelBuilds([calm, disturbed], undefined)).toEqual({
      cases: [calm, disturbed],
      voidReason: disturbance,
    })
  })

  it.each(['built-again', 'last-attempt'] as const)('leaves out the disturbed cases alone: %s', (end) => {
    const { cases, voidReason } = afterKernelBuilds([calm, disturbed, failed], end)

    expect(voidReason).toBeUndefined()
    expect(cases.map(({ values }) => values)).toEqual([{ ttft_median: 20 }, null, null])
    expect(cases.map(({ reason }) => reason)).toEqual([
      null,
      { ...disturbance, kept: end },
      { kind: 'out-of-memory' },
    ])
  })

  it.each([undefined, 'built-again'] as const)('changes nothing where nothing was built: %s', (end) => {
    expect(afterKernelBuilds([calm], end)).toEqual({ cases: [calm] })
  })
})

describe('endOfRepeating', () => {
  const plan = demoPlan()
  const pair = { run: plan.run, stage: onlineStagePlan('grok'), generation: 1, pair: 2 }
  let folder: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'prbench-builds-'))
  })
  afterEach(async () => {
    await rm(folder, { recursive: true })
  })

  /**
   * Why that attempt of the pair is not repeated for builds, after earlier ones that left a case in an arm's
   * launch.
   */
  async function endAt(
    attempt: number,
    left: Record<number, readonly [Arm, CaseResult]>,
    isLastAttempt = false,
  ) {
    for (const [earlier, [arm, result]] of Object.entries(left)) {
      const spool = await LaunchSpool.open(folder, { ...pair, attempt: Number(earlier) }, arm)
      await spool.saveCase(result)
    }
    const images = { main: demoImage(plan, 'main'), pr: demoImage(plan, 'pr') }
    const order = { comparison: plan.comparison, runDirectory: folder, first: 'main', images } as const
    const host = testHost({} as Engine, { spool: folder, primed: folder, logs: folder })
    return endOfRepeating({ host, order: { ...pair, ...order, attempt, isLastAttempt } })
  }

  it('has come after an attempt in which either arm compiled', async () => {
    expect(await endAt(2, { 1: ['pr', disturbed] })).toBe('built-again')
    expect(await endAt(3, { 2: ['main', disturbed] }, true)).toBe('built-again')
  })

  it('has not come after an attempt that was void for another reason, nor by its own builds', async () => {
    expect(await endAt(2, { 1: ['pr', calm], 2: ['pr', disturbed] })).toBeUndefined()
    expect(await endAt(1, {})).toBeUndefined()
  })

  it('has come with the last attempt, after others that were void for another reason', async () => {
    const end = await endAt(3, { 1: ['pr', calm], 3: ['pr', disturbed] }, true)

    expect(end).toBe('last-attempt')
  })
})
