import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readEvent } from './event.js'

const place = { repository: 'o/r', label: 'prbench' }
const repository = { full_name: 'o/r' }

const commentEvent = {
  action: 'created',
  repository,
  issue: { number: 7, pull_request: { url: 'https://api.github.com/repos/o/r/pulls/7' } },
  comment: { id: 11, body: '/prbench', user: { login: 'ann' } },
}

const labelEvent = {
  action: 'labeled',
  repository,
  label: { name: 'prbench' },
  pull_request: { number: 7, head: { sha: 'c'.repeat(40) } },
  sender: { login: 'ann' },
}

describe('an event file', () => {
  it('tells of a comment and of a label', () => {
    const comment = readEvent('issue_comment', commentEvent, place)
    const label = readEvent('pull_request_target', labelEvent, place)

    const shared = { repository: 'o/r', pullRequest: 7, person: 'ann' }
    expect(comment).toEqual({
      kind: 'event',
      event: { kind: 'comment', comment: 11, body: '/prbench', ...shared },
    })
    expect(label).toEqual({ kind: 'event', event: { kind: 'label', head: 'c'.repeat(40), ...shared } })
  })

  it.each([
    ['an edited comment', 'issue_comment', { ...commentEvent, action: 'edited' }, /only a new comment/],
    [
      'a comment on an issue',
      'issue_comment',
      { ...commentEvent, issue: { number: 7 } },
      /not on a pull request/,
    ],
    [
      'another label',
      'pull_request_target',
      { ...labelEvent, label: { name: 'bug' } },
      /nobody added the label/,
    ],
    ['a push', 'pull_request_target', { ...labelEvent, action: 'synchronize' }, /nobody added the label/],
  ])('with %s asks for nothing', (_, name, payload, why) => {
    expect(readEvent(name, payload, place)).toEqual({
      kind: 'ignored',
      why: expect.stringMatching(why) as string,
    })
  })

  it.each([
    [
      'another repository',
      'issue_comment',
      { ...commentEvent, repository: { full_name: 'evil/r' } },
      /this job is of o\/r/,
    ],
    ['another event', 'workflow_dispatch', {}, /asks for nothing/],
    [
      'no comment',
      'issue_comment',
      { ...commentEvent, comment: undefined },
      /not what GitHub writes \(comment\)/,
    ],
    [
      'a strange login',
      'issue_comment',
      { ...commentEvent, comment: { id: 1, body: '', user: { login: '../x' } } },
      /comment.user.login/,
    ],
    [
      'no SHA',
      'pull_request_target',
      { ...labelEvent, pull_request: { number: 7, head: { sha: 'main' } } },
      /head.sha/,
    ],
  ])('with %s is refused', (_, name, payload, problem) => {
    expect(readEvent(name, payload, place)).toEqual({
      kind: 'refused',
      problem: expect.stringMatching(problem) as string,
    })
  })

  it('is read whatever it holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (payload) => {
        expect(['ignored', 'refused']).toContain(readEvent('issue_comment', payload, place).kind)
      }),
    )
  })
})
