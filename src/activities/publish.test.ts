import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { demoPlan, demoRecord } from '../../test/fixtures/record.js'
import { FakeGithub } from '../../test/github/fake-github.js'
import type { Outcome } from '../comparison/outcome.js'
import type { Plan } from '../comparison/plan.js'
import type { PublishOrder } from '../comparison/published.js'
import { leaveSecrets } from '../publish/secrets.js'
import { saveRecord } from '../run/record-file.js'
import { publishMoment } from './publish.js'

let github: FakeGithub
let folder: string
let plan: Plan
let forgeApiUrl: string

beforeEach(async () => {
  github = new FakeGithub()
  forgeApiUrl = await github.listen()
  folder = await mkdtemp(join(tmpdir(), 'prbench-publish-'))
  const { request, ...planned } = demoPlan({ runDirectory: folder })
  const publication = { comment: 'always', name: 'prbench', failOn: 'regression' } as const
  plan = { ...planned, request: { ...request, publication } }
})
afterEach(async () => {
  await github.close()
  await rm(folder, { recursive: true })
})

const publishNow = (order: PublishOrder) =>
  publishMoment(plan, order, { forgeApiUrl, stateFolder: folder, environment: {} })

const running: PublishOrder = {
  occasion: { kind: 'running', status: { comparison: 'c', phase: 'building', images: [], stages: [] } },
  sequence: 1,
}

function ended(): PublishOrder {
  const outcome: Outcome = {
    comparison: plan.comparison,
    ending: 'finished',
    complete: true,
    verdict: 'improvement',
    lines: [],
    runDirectory: folder,
    report: join(folder, 'comparison_report.html'),
  }
  return { occasion: { kind: 'ended', outcome }, sequence: 2 }
}

describe('publishing', { timeout: 30_000 }, () => {
  it('shows a comparison while it runs, and replaces that by its result', async () => {
    await leaveSecrets(folder, plan.comparison, { GITHUB_TOKEN: 'secret-token' })
    await saveRecord({ ...demoRecord({ plan }), ending: 'finished' }, folder)

    const troubles = [await publishNow(running), await publishNow(ended())]

    expect(troubles).toEqual([[], []])
    expect(github.problems).toEqual([])
    expect(github.checks).toMatchObject([{ name: 'prbench', status: 'completed', conclusion: 'success' }])
    expect(github.comments.map(({ issue, body }) => [issue, body.includes('Compared `c0ffee')])).toEqual([
      [1234, true],
    ])
  })

  it('says what to do without a token, and where the token is too weak, and throws nothing', async () => {
    const without = await publishNow(running)
    await leaveSecrets(folder, plan.comparison, { GITHUB_TOKEN: 'secret-token' })
    github.may = { checks: true, comment: false }
    const weak = await publishNow(running)

    expect(without).toEqual([expect.stringContaining('Set PRBENCH_GITHUB_TOKEN or GITHUB_TOKEN')])
    expect(weak).toEqual([expect.stringContaining('the token lacks the permission pull-requests: write')])
    expect(JSON.stringify([without, weak])).not.toContain('secret-token')
    expect(github.checks).toHaveLength(1)
  })
})
