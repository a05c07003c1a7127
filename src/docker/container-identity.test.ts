import { describe, expect, it } from 'vitest'
import {
  containerLabels,
  containerName,
  labelDifferences,
  type ContainerIdentity,
} from './container-identity.js'
import type { ContainerSpec } from './container-spec.js'

const identity: ContainerIdentity = {
  comparisonId: 'compare/sgl-project/sglang/1234',
  comparisonRunId: '0199',
  host: 'mi300x-1',
  stage: 'bench/grok/offline',
  generation: 0,
  pair: 1,
  attempt: 0,
  arm: 'main',
  process: 'cases-1',
}

const spec: ContainerSpec = {
  imageId: `sha256:${'a'.repeat(64)}`,
  command: ['bench', '--batch-size', '1'],
  environment: { A: '1', B: '2' },
  mounts: [{ kind: 'bind', source: '/data', target: '/models' }],
  network: 'none',
  memoryBytes: 1,
  pids: 1,
  shmBytes: 1,
  logMaxBytes: 1,
  deadlineSeconds: 60,
}

describe('containerName', () => {
  it('is the same in every attempt, also of a later version', () => {
    expect(containerName({ ...identity })).toBe('prbench-ada700348cfb7889')
  })

  it.each<Partial<ContainerIdentity>>([
    { comparisonId: 'other' },
    { comparisonRunId: 'other' },
    { stage: 'other' },
    { generation: 1 },
    { pair: 2 },
    { attempt: 1 },
    { arm: 'pr' },
    { process: 'other' },
    { pair: 0, attempt: 1 },
  ])('differs with %j', (change) => {
    expect(containerName({ ...identity, ...change })).not.toBe(containerName(identity))
  })
})

describe('labels of a container', () => {
  const labels = containerLabels(identity, spec)

  it('say who it is, from what, and for how long', () => {
    expect(labels).toMatchObject({
      'prbench.comparison': 'compare/sgl-project/sglang/1234',
      'prbench.run': '0199',
      'prbench.stage': 'bench/grok/offline',
      'prbench.generation': '0',
      'prbench.pair': '1',
      'prbench.attempt': '0',
      'prbench.arm': 'main',
      'prbench.process': 'cases-1',
      'prbench.image': spec.imageId,
      'prbench.deadline-seconds': '60',
    })
  })

  it.each<[string, Partial<ContainerSpec>]>([
    ['image', { imageId: `sha256:${'b'.repeat(64)}` }],
    ['command', { command: ['bench', '--batch-size', '2'] }],
    ['splitting of the command', { command: ['bench', '--batch-size 1'] }],
    ['environment', { environment: { A: '1', B: '3' } }],
    ['mounts', { mounts: [] }],
  ])('differ with another %s', (_what, change) => {
    const others = containerLabels(identity, { ...spec, ...change })

    expect(labelDifferences(others, labels)).toHaveLength(1)
  })

  it('do not depend on the order of the environment', () => {
    const others = containerLabels(identity, { ...spec, environment: { B: '2', A: '1' } })

    expect(labelDifferences(others, labels)).toEqual([])
  })

  it('match whatever further labels the image brought', () => {
    expect(labelDifferences({ ...labels, maintainer: 'someone' }, labels)).toEqual([])
  })

  it('differ in words when one is absent', () => {
    expect(labelDifferences({ a: '1' }, { a: '2', b: '3' })).toEqual(['a is 1, not 2', 'b is absent, not 3'])
  })
})
