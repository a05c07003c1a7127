import { describe, expect, it } from 'vitest'
import { onlineStagePlan } from '../../../test/fixtures/online-record.js'
import { demoImage, demoPlan } from '../../../test/fixtures/record.js'
import type { StagePlan } from '../../comparison/plan.js'
import { StageUnmeasurable, type EngineLaunch } from '../engine.js'
import { sglangPrograms } from './programs.js'

const jit = { folders: ['/root/.aiter'], priming: true, primingDeadlineSeconds: 1000 }
const plan = demoPlan()
const serving = { module: 'sglang.bench_serving', flags: ['--host'], datasets: ['random-ids'] }

function launchOf(stage: StagePlan | undefined, change: Partial<EngineLaunch> = {}): EngineLaunch {
  if (stage === undefined) throw new Error('the demo has no such stage')
  return {
    stage: { ...stage, recipe: { ...stage.recipe, jit } },
    purpose: 'measuring',
    image: demoImage(plan, 'pr'),
    driver: { ...demoImage(plan, 'main'), probed: { serving } },
    folders: { modelPath: '/models/model' },
    ...change,
  }
}

const processFor = (launch: EngineLaunch) =>
  sglangPrograms.processFor(
    launch,
    launch.stage.cases.map(({ name }) => name),
  )

describe('an offline process', () => {
  const stage = plan.stages.find(({ benchmarkType }) => benchmarkType === 'offline')

  it('goes through its cases once and within the recipe\u2019s deadline where it only primes', () => {
    const process = processFor(launchOf(stage, { purpose: 'priming' }))
    const measuring = processFor(launchOf(stage))

    const sizes = (command: readonly string[]) =>
      command.slice(command.indexOf('--batch-size') + 1, command.indexOf('--input-len'))
    expect(process.deadlineSeconds).toBe(1000)
    expect(new Set(sizes(process.command)).size).toBe(sizes(process.command).length)
    expect(measuring.deadlineSeconds).toBe(7200)
  })

  it('measures the same cases when it is asked for them again', () => {
    const launch = launchOf(stage)
    const process = processFor(launch)

    expect(sglangPrograms.processFor(launch, process.cases).cases).toEqual(process.cases)
  })

  it('is refused where the image has no such benchmark', () => {
    const image = { ...demoImage(plan, 'pr'), probed: { oneBatchModule: null } }

    expect(() => processFor(launchOf(stage, { image }))).toThrow(StageUnmeasurable)
  })
})

describe('a server', () => {
  const stage = onlineStagePlan('grok')

  it('is asked for each shape within the deadline, and for no accuracy, where it only primes', () => {
    const process = processFor(launchOf(stage, { purpose: 'priming' }))
    if (process.kind !== 'server') throw new Error('no server')

    expect(process.readySeconds).toBe(1000)
    expect(process.warmUps('172.20.0.2')).toMatchObject([
      { name: '1024x1024', deadlineSeconds: 1000 },
      ...stage.cases.map((_, index) => ({ name: `load-${index + 1}`, deadlineSeconds: 1000 })),
    ])
    expect(process).not.toHaveProperty('accuracy')
  })

  it('is refused where main\u2019s image has no load generator', () => {
    expect(() => processFor(launchOf(stage, { driver: demoImage(plan, 'main') }))).toThrow(StageUnmeasurable)
  })
})
