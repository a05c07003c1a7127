import { describe, expect, it } from 'vitest'
import { onlineCasesOf, sglangRecipe } from './stage.js'
import { loadProgram } from './load-client.js'
import { onlineStagePlan } from '../../../test/fixtures/online-record.js'

const stage = onlineStagePlan('grok')
const { online } = sglangRecipe(stage)
const [entry] = onlineCasesOf(stage)
if (online === undefined || entry === undefined) throw new Error('the fixture has an online case')

/** Runs with a load generator of these data sets, and what the recipe names. */
const context = (datasets: string[], dataset?: string) => ({
  serving: { module: 'sglang.bench_serving', flags: ['--host'], datasets },
  folders: { modelPath: '/models/model' },
  port: 30000,
  recipe: { ...online, ...(dataset === undefined ? {} : { dataset }) },
})
const server = '172.20.0.2'

describe('loadProgram', () => {
  it('needs no file where the load generator makes up its prompts', () => {
    const { command, mounts } = loadProgram(context(['random', 'random-ids']), server, entry)

    expect(command.join(' ')).toContain('--dataset-name random-ids')
    expect(command).not.toContain('--dataset-path')
    expect(mounts).toEqual([])
  })

  it.each([[['sharegpt', 'random']], [['random', 'random-ids']]])(
    'gives the data set of the recipe to a load generator of %j',
    (datasets) => {
      const { command, mounts } = loadProgram(context(datasets, '/data/host.json'), server, entry)

      expect(command.join(' ')).toContain('--dataset-name random --dataset-path /data/sharegpt.json')
      expect(mounts).toEqual([{ kind: 'bind', source: '/data/host.json', target: '/data/sharegpt.json' }])
    },
  )
})
