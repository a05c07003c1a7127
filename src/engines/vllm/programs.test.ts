import { describe, expect, it } from 'vitest'
import type { BenchmarkType } from '../../comparison/benchmark-type.js'
import type { StagePlan } from '../../comparison/plan.js'
import { StageUnmeasurable, type EngineLaunch } from '../engine.js'
import { vllmDefinition } from './definition.js'
import { vllmPrograms } from './programs.js'
import { recipeOf } from './recipe.fixture.js'

const request = { mode: 'normal', historical: false, skipGsm8k: false } as const

const image = (probed: Readonly<Record<string, string>> = { version: '0.32.0' }) => ({
  ...{ arm: 'main' as const, host: 'host', id: `sha256:${'0'.repeat(64)}`, tag: 'main:1', baseImageId: '' },
  ...{ built: true, seconds: 1, probed, log: '' },
})

function launchOf(type: BenchmarkType, more: Partial<EngineLaunch> = {}): EngineLaunch {
  const planned = vllmDefinition.stage(recipeOf(), type, request)
  if (planned === undefined) throw new Error('nothing is planned')
  const stage: StagePlan = {
    name: `tiny/${type}`,
    model: 'tiny',
    benchmarkType: type,
    host: 'host',
    ...planned,
  }
  const folders = { modelPath: '/models/model' }
  return { stage, purpose: 'measuring', image: image(), driver: image(), folders, ...more }
}

const namesOf = ({ stage }: EngineLaunch) => stage.cases.map(({ name }) => name)

describe('the processes of an offline launch', () => {
  it('measure one case each, in their order', () => {
    const launch = launchOf('offline')
    const [, ...left] = namesOf(launch)

    const first = vllmPrograms.processFor(launch, namesOf(launch))
    const second = vllmPrograms.processFor(launch, left)

    expect(first).toMatchObject({ kind: 'measuring', cases: ['TP=2, BS=1, IL=32, OL=8'] })
    expect(second).toMatchObject({ kind: 'measuring', cases: ['TP=2, BS=4, IL=32, OL=8'] })
  })

  it('are of the program that the case is for', () => {
    const launch = launchOf('offline')
    const names = namesOf(launch)

    const commands = names.map((name) => vllmPrograms.processFor(launch, [name]).command.slice(0, 3))

    expect(commands.map((command) => command[2])).toEqual(['latency', 'latency', 'throughput'])
  })

  it('get the flags of the recipe, of the section and of the case', () => {
    const launch = launchOf('offline')

    const process = vllmPrograms.processFor(launch, namesOf(launch).slice(-1))

    expect(process.command.slice(-3)).toEqual(['--dtype', 'float32', '--async-engine'])
  })
})

describe('the process of an online launch', () => {
  it('is one server for all cases, which keeps no prompts', () => {
    const launch = launchOf('online')

    const server = vllmPrograms.processFor(launch, namesOf(launch))

    expect(server).toMatchObject({
      kind: 'server',
      cases: ['request rate 4', 'concurrency 2'],
      healthPath: '/health',
    })
    expect(server.command).toContain('--no-enable-prefix-caching')
    expect(server).not.toHaveProperty('emptyCache')
  })

  it('warms up once for each shape, then each load for a short time, at its own address', () => {
    const launch = launchOf('online')
    const server = vllmPrograms.processFor(launch, namesOf(launch))

    const warmUps = server.kind === 'server' ? server.warmUps('172.20.0.2') : []

    expect(warmUps.map(({ name }) => name)).toEqual(['32x8', 'load-1', 'load-2'])
    expect(warmUps[0]?.command).toContain('172.20.0.2')
    expect(warmUps[0]?.resultFile).toBeUndefined()
  })

  it('has a client for each case that leaves a file', () => {
    const launch = launchOf('online')
    const server = vllmPrograms.processFor(launch, namesOf(launch))

    const client = server.kind === 'server' ? server.client('concurrency 2', '172.20.0.2') : undefined

    expect(client?.command).toContain('--max-concurrency')
    expect(client?.resultFile?.path).toBe('/tmp/prbench-serving.json')
  })
})

describe('the unmeasured launch of a new image', () => {
  it('runs a batch once', () => {
    const launch = launchOf('offline', { purpose: 'priming' })

    const { command } = vllmPrograms.processFor(launch, namesOf(launch))

    expect(command[command.indexOf('--num-iters-warmup') + 1]).toBe('0')
    expect(command[command.indexOf('--num-iters') + 1]).toBe('1')
  })
})

describe('a stage that cannot be measured', () => {
  it('is refused where an image has no vLLM', () => {
    const launch = launchOf('online', { image: image({}) })

    expect(() => vllmPrograms.processFor(launch, namesOf(launch))).toThrow(StageUnmeasurable)
  })
})
