import { describe, expect, it } from 'vitest'
import { demoPlan, demoRecord } from '../../test/fixtures/record.js'
import type { Outcome } from '../comparison/outcome.js'
import type { Plan } from '../comparison/plan.js'
import type { Publication } from '../comparison/publication.js'
import type { Source } from '../comparison/source.js'
import type { ComparisonStatus } from '../comparison/status.js'
import { publicationsOf } from './publications.js'

const now = new Date('2026-11-30T10:00:00Z')

function planWith(publication: Partial<Publication> = {}, changes: Partial<Plan> = {}): Plan {
  const plan = demoPlan(changes)
  const wanted: Publication = { comment: 'change', name: 'prbench', failOn: 'regression', ...publication }
  return { ...plan, request: { ...plan.request, publication: wanted } }
}

function ended(plan: Plan, outcome: Partial<Outcome> = {}) {
  const whole: Outcome = {
    comparison: plan.comparison,
    ending: 'finished',
    complete: true,
    verdict: 'regression',
    lines: [],
    runDirectory: plan.runDirectory,
    report: '/data/report.html',
    ...outcome,
  }
  const record = { ...demoRecord({ plan }), ending: whole.ending }
  return publicationsOf(plan, { kind: 'ended', sequence: 3, outcome: whole, record }, now)
}

const status: ComparisonStatus = {
  comparison: 'compare/sgl-project/sglang/1234',
  phase: 'measuring',
  images: [],
  stages: [
    {
      name: 'grok/offline',
      state: 'running',
      host: 'mi300x-01',
      cases: 5,
      pairsDone: 1,
      pairsPlanned: 4,
      pairsAtMost: 4,
      generation: 1,
      expectedPairSeconds: 600,
      waitsFor: 'queued behind deepseek/offline on mi300x-01',
    },
  ],
}

describe('what is published', () => {
  it('is nothing where nobody asked for it, or the repository is on no forge', () => {
    const plan = planWith()
    const elsewhere = { ...plan, request: { ...plan.request, repository: '/srv/git/engine' } }

    expect(publicationsOf(demoPlan(), { kind: 'running', sequence: 1, status }, now)).toBeUndefined()
    expect(publicationsOf(elsewhere, { kind: 'running', sequence: 1, status }, now)).toBeUndefined()
  })

  it('while it runs is how it goes, what it costs and how to stop it', () => {
    const found = publicationsOf(planWith(), { kind: 'running', sequence: 1, status }, now)

    expect(found?.check).toMatchObject({
      repository: 'sgl-project/sglang',
      sha: 'c0ffee00'.repeat(5),
      state: { kind: 'running' },
      title: 'Measuring, until about 2026-11-30 10:30 UTC',
    })
    expect(found?.comment?.create).toBe(false)
    expect(found?.comment?.body).toContain('queued behind deepseek/offline on mi300x-01')
    expect(found?.comment?.body).toMatch(/At most \d+ launches, [\d.]+ GPU hours/)
    expect(found?.comment?.body).toContain('`prbench cancel compare/sgl-project/sglang/1234`')
  })

  it.each<[Partial<Outcome>, Partial<Publication>, string, boolean]>([
    [{ verdict: 'regression' }, {}, 'failure', true],
    [{ verdict: 'regression' }, { failOn: 'incomplete' }, 'neutral', true],
    [{ verdict: 'no-change' }, {}, 'success', false],
    [{ verdict: 'no-change' }, { comment: 'always' }, 'success', true],
    [{ verdict: 'unresolved' }, {}, 'neutral', false],
    [{ verdict: 'improvement' }, {}, 'success', true],
    [{ verdict: 'no-change', complete: false }, {}, 'failure', true],
    [{ verdict: 'missing', complete: false }, { failOn: 'never' }, 'neutral', true],
    [{ ending: 'cancelled', complete: false }, {}, 'cancelled', false],
    [{ ending: 'failed', complete: false }, { failOn: 'never' }, 'failure', true],
    [{ ending: 'build-failed', complete: false, verdict: 'missing' }, {}, 'failure', true],
  ])(
    'of an end %j with %j is a check that says %s, and a new comment: %s',
    (outcome, wanted, conclusion, create) => {
      const found = ended(planWith(wanted), outcome)

      expect(found?.check.state).toEqual({ kind: 'ended', conclusion })
      expect(found?.comment?.create).toBe(create)
    },
  )

  it('is a check alone where nobody wants a comment, or two commits are compared', () => {
    const { source } = demoPlan()
    const commits: Source = { mode: 'commits', base: source.base, head: source.head, notes: [] }

    const never = ended(planWith({ comment: 'never' }))
    const two = ended(planWith({}, { source: commits }))

    expect(never?.comment).toBeUndefined()
    expect(two?.comment).toBeUndefined()
    expect(two?.check.sha).toBe(source.head.sha)
  })
})
