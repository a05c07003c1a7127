import { describe, expect, it } from 'vitest'
import { NoDatasetError } from '../engines/sglang/serving-command.js'
import { loadProgram } from './load-program.js'
import type { OnlineSession } from './online-session.js'
import { onlineStagePlan } from '../../test/fixtures/online-record.js'

const { cases, recipe } = onlineStagePlan('grok')
const online = recipe.online
const [entry] = cases
if (online === undefined || entry === undefined) throw new Error('the fixture has an online case')

/** A session with a load generator of these data sets, and what the recipe names. */
const session = (datasets: string[], dataset?: string) => ({
  serving: { module: 'sglang.bench_serving', flags: ['--host'], datasets },
  template: { folders: { modelPath: '/models/model' } } as OnlineSession['template'],
  recipe: { ...online, ...(dataset === undefined ? {} : { dataset }) },
})
const server = { address: '172.20.0.2' }

describe('loadProgram', () => {
  it('needs no file where the load generator makes up its prompts', () => {
    const { command, mounts } = loadProgram(session(['random', 'random-ids']), server, entry)

    expect(command.join(' ')).toContain('--dataset-name random-ids')
    expect(command).not.toContain('--dataset-path')
    expect(mounts).toEqual([])
  })

  it.each([[['sharegpt', 'random']], [['random', 'random-ids']]])(
    'gives the data set of the recipe to a load generator of %j',
    (datasets) => {
      const { command, mounts } = loadProgram(session(datasets, '/data/host.json'), server, entry)

      expect(command.join(' ')).toContain('--dataset-name random --dataset-path /data/sharegpt.json')
      expect(mounts).toEqual([{ kind: 'bind', source: '/data/host.json', target: '/data/sharegpt.json' }])
    },
  )

  it('downloads nothing', () => {
    expect(() => loadProgram(session(['sharegpt', 'random']), server, entry)).toThrow(NoDatasetError)
  })
})
