import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FakeGithub, type Fault } from '../../../test/github/fake-github.js'
import type { CheckOrder, CommentOrder, ForgeClient } from '../forge-client.js'
import { ForgeUnavailable } from '../forge-errors.js'
import { openForge } from '../open-forge.js'

let github: FakeGithub
let forge: ForgeClient

beforeEach(async () => {
  github = new FakeGithub()
  forge = openForge({ apiUrl: await github.listen(), token: 'secret-token' })
})
afterEach(() => github.close())

const comment: CommentOrder = {
  repository: 'o/r',
  pullRequest: 7,
  key: 'prbench',
  version: { run: 'run-1', sequence: 1 },
  body: 'Measuring',
  create: true,
}

const check: CheckOrder = {
  repository: 'o/r',
  sha: 'c'.repeat(40),
  name: 'prbench',
  run: 'run-1',
  state: { kind: 'running' },
  title: 'Measuring',
  summary: 'Measuring **all**',
  page: 'https://example.com/job',
}

describe('a comment', () => {
  it('is written once, then edited in place', async () => {
    await forge.writeComment(comment)
    await forge.writeComment({ ...comment, version: { run: 'run-1', sequence: 2 }, body: 'Done' })

    expect(github.problems).toEqual([])
    expect(github.comments.map(({ body }) => body)).toEqual([
      '<!-- prbench:prbench -->\n<!-- run-1 2 -->\nDone',
    ])
    expect(github.tokens).toEqual(new Set(['token secret-token']))
  })

  it('stays away where none is wanted, and is kept up to date where there is one', async () => {
    await forge.writeComment({ ...comment, create: false })
    const before = github.comments.length
    await forge.writeComment(comment)
    await forge.writeComment({ ...comment, create: false, version: { run: 'run-2', sequence: 1 } })

    expect(before).toBe(0)
    expect(github.comments.map(({ body }) => body)).toEqual([expect.stringContaining('run-2')])
  })

  it('takes no comment of others for its own, nor one that quotes its marker', async () => {
    const forged = github.addComment('mallory', '<!-- prbench:prbench -->\nmine')
    github.addComment(github.self.login, 'a log: <!-- prbench:prbench -->')
    github.addComment(github.self.login, '<!-- prbench:other -->\nof another configuration')

    await forge.writeComment(comment)

    expect(github.comments).toHaveLength(4)
    expect(forged.body).toBe('<!-- prbench:prbench -->\nmine')
  })

  it('knows itself by a token of a workflow, too', async () => {
    github.self = { login: 'github-actions[bot]', isApp: true }

    await forge.writeComment(comment)
    await forge.writeComment({ ...comment, body: 'Done' })

    expect(github.problems).toEqual([])
    expect(github.comments).toHaveLength(1)
  })

  it('is not overwritten by what the same run wrote before', async () => {
    await forge.writeComment({ ...comment, version: { run: 'run-1', sequence: 2 }, body: 'Done' })
    await forge.writeComment(comment)

    expect(github.comments[0]?.body).toContain('Done')
  })

  it('is found among hundreds, and what a lost answer doubled is deleted', async () => {
    for (let index = 0; index < 150; index += 1) github.addComment('somebody', `comment ${index}`)
    github.addComment(github.self.login, '<!-- prbench:prbench -->\nfirst')
    github.addComment(github.self.login, '<!-- prbench:prbench -->\nsecond')

    await forge.writeComment(comment)

    expect(github.comments).toHaveLength(151)
    expect(github.comments.at(-1)?.body).toContain('Measuring')
  })

  it.each([
    [{ checks: true, comment: false }, 'permission'],
    [{ checks: true, comment: true }, 'token'],
  ] as const)('says why it is refused: %j', async (may, refusal) => {
    github.may = may
    if (refusal === 'token') github.unauthorised = true

    const refused = forge.writeComment(comment)

    await expect(refused).rejects.toMatchObject({ name: 'ForgeRefused', refusal })
  })
})

describe('a check', () => {
  it('is opened with the plan and completed at the end, and one that was left open is closed', async () => {
    await forge.writeCheck({ ...check, run: 'dead' })
    await forge.writeCheck(check)
    await forge.writeCheck({ ...check, state: { kind: 'ended', conclusion: 'failure' }, title: 'Regression' })
    await forge.writeCheck(check)

    expect(github.problems).toEqual([])
    expect(github.checks).toMatchObject([
      { external_id: 'dead', status: 'completed', conclusion: 'cancelled' },
      { external_id: 'run-1', status: 'completed', conclusion: 'failure', output: { title: 'Regression' } },
    ])
  })

  it('is a status where the token may write none', async () => {
    github.may = { checks: false, comment: true }

    await forge.writeCheck(check)
    await forge.writeCheck({
      ...check,
      state: { kind: 'ended', conclusion: 'neutral' },
      title: 'x'.repeat(200),
    })

    expect(github.problems).toEqual([])
    expect(github.statuses).toMatchObject([
      { context: 'prbench', state: 'pending', target_url: 'https://example.com/job' },
      { state: 'success', description: `${'x'.repeat(139)}…` },
    ])
  })
})

describe('a forge that fails', { timeout: 120_000 }, () => {
  const faults: readonly Fault[] = [
    'lost-before',
    'lost-after',
    '502-before',
    '502-after',
    'slow-down',
    '429',
    'secondary',
  ]

  it.concurrent.each([1, 2, 3, 4])('gets exactly one comment and one check (seed %i)', async (seed) => {
    const own = new FakeGithub()
    const ownForge = openForge({ apiUrl: await own.listen(), token: 'secret-token' })
    const random = generator(seed)
    let left = 6
    own.fault = () => {
      if (left === 0 || random() < 0.5) return undefined
      left -= 1
      return faults[Math.floor(random() * faults.length)]
    }

    await untilDone(() => ownForge.writeComment(comment))
    await untilDone(() => ownForge.writeCheck(check))
    const done = { ...comment, version: { run: 'run-1', sequence: 2 }, body: 'Done' }
    await untilDone(() => ownForge.writeComment(done))
    await untilDone(() => ownForge.writeCheck({ ...check, state: { kind: 'ended', conclusion: 'success' } }))
    await own.close()

    expect(own.problems).toEqual([])
    expect(own.comments.map(({ body }) => body)).toEqual([expect.stringMatching(/Done$/)])
    expect(own.checks).toMatchObject([{ external_id: 'run-1', conclusion: 'success' }])
  })

  it('is left alone for a second after each write, a repeated one too', async () => {
    const written = { ...check, state: { kind: 'ended', conclusion: 'success' } } as const
    await forge.writeCheck(check)
    const before = performance.now()
    let isFirst = true
    github.fault = (request) => {
      if (!isFirst || request.startsWith('GET')) return undefined
      isFirst = false
      return '502-before'
    }

    await forge.writeCheck(written)
    await forge.writeCheck(written)

    const [, ...requests] = github.writes.map((request) => request.split(' ')[0])
    expect(requests).toEqual(['PATCH', 'PATCH', 'PATCH'])
    // Timers may be a few milliseconds early.
    expect(performance.now() - before).toBeGreaterThan(1950)
  })

  /** As Temporal does with the activity. */
  async function untilDone(work: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        await work()
        return
      } catch (error) {
        if (!(error instanceof ForgeUnavailable)) throw error
        await sleep(10)
      }
    }
  }

  /** Numbers from 0 to 1 (a linear congruential generator, Numerical Recipes). */
  function generator(seed: number): () => number {
    let state = seed
    return () => {
      state = (1664525 * state + 1013904223) % 2 ** 32
      return state / 2 ** 32
    }
  }
})
