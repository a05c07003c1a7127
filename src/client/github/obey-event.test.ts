import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FakeGithub } from '../../../test/github/fake-github.js'
import { openForge } from '../../forges/open-forge.js'
import { Refused } from '../command-error.js'
import type { CompareFlags } from '../commands/compare.js'
import type { PullRequestEvent } from './event.js'
import { obeyEvent } from './obey-event.js'

let github: FakeGithub
let done: unknown[]
let apiUrl: string

beforeEach(async () => {
  github = new FakeGithub()
  apiUrl = await github.listen()
  github.permissions.set('ann', 'write')
  done = []
})
afterEach(() => github.close())

/** What happens after somebody wrote this. */
function after(body: string, person = 'ann', change: (event: Commented) => Commented = (event) => event) {
  const { id } = github.addComment(person, body)
  return obey(change(commented(id, body, person)))
}

function commented(comment: number, body = '/prbench', person = 'ann'): Commented {
  return { kind: 'comment', repository: 'o/r', pullRequest: 7, comment, person, body }
}

type Commented = Extract<PullRequestEvent, { kind: 'comment' }>

function obey(event: PullRequestEvent, refuse?: string) {
  const commands = {
    compare: (flags: CompareFlags) => {
      if (refuse !== undefined) return Promise.reject(new Refused(refuse))
      done.push(flags)
      return Promise.resolve(0 as const)
    },
    cancel: (comparison: string) => {
      done.push(`cancel ${comparison}`)
      return Promise.resolve(0 as const)
    },
  }
  const flags: CompareFlags = { failOn: 'regression', models: ['deepseek'], host: ['mi300x-01'] }
  return obeyEvent(openForge({ apiUrl, token: 't' }), event, {
    flags,
    models: ['grok', 'deepseek'],
    commands,
  })
}

/** What was answered, without its marker. */
const answers = () =>
  github.comments
    .filter(({ body }) => body.startsWith('<!-- prbench:answer-'))
    .map(({ body }) => body.split('\n')[2])

describe('a comment', { timeout: 30_000 }, () => {
  it('of somebody who may push starts a comparison of the head as it was', async () => {
    await after('/prbench grok pairs=6')

    expect(github.problems).toEqual([])
    expect(github.reactions).toEqual([{ comment: 1, content: 'eyes' }])
    expect(done).toEqual([
      {
        failOn: 'regression',
        models: ['grok'],
        host: ['mi300x-01'],
        pairs: '6',
        repo: 'o/r',
        pr: '7',
        prHead: github.head.sha,
        comment: 'always',
        detach: true,
      },
    ])
  })

  it('of somebody who may not push starts nothing and gets no answer', async () => {
    const refused = after('/prbench', 'mallory')

    await expect(refused).rejects.toThrow('mallory may not write to o/r, so nothing is done')
    expect(done).toEqual([])
    expect(answers()).toEqual([])
    expect(github.writes).toEqual([])
  })

  it.each<[string, (event: Commented) => Commented]>([
    ['another author', (event) => ({ ...event, person: 'mallory' })],
    ['another text', (event) => ({ ...event, body: '/prbench cancel' })],
  ])('that the event file gives %s starts nothing', async (_, forge) => {
    github.permissions.set('mallory', 'admin')

    const refused = after('/prbench', 'ann', forge)

    await expect(refused).rejects.toThrow('it was edited, or the event file is forged')
    expect(done).toEqual([])
  })

  it('that was edited since starts nothing', async () => {
    const { id } = github.addComment('ann', '/prbench')
    const [comment] = github.comments
    if (comment !== undefined) comment.updated_at = '2026-11-30T10:00:01Z'

    const refused = obey(commented(id))

    await expect(refused).rejects.toThrow('it was edited')
    expect(done).toEqual([])
  })

  it.each([
    ['2026-11-30T10:00:00Z', /was pushed after the comment.*write \/prbench cccccccccccc$/],
    [undefined, /may have been pushed after the comment/],
  ])('starts nothing where the head was pushed at %s, and is answered', async (pushedAt, problem) => {
    github.head.pushedAt = pushedAt

    const refused = after('/prbench')

    await expect(refused).rejects.toThrow(problem)
    expect(done).toEqual([])
    expect(github.reactions.map(({ content }) => content)).toEqual(['eyes', '-1'])
    expect(answers()).toEqual([expect.stringMatching(/^Not done: the pull request/)])
  })

  it('that names the head starts whenever it was pushed, and no other commit', async () => {
    github.head.pushedAt = undefined

    await after('/prbench ccccccccccc')
    const refused = after('/prbench aaaaaaaaaaa')

    await expect(refused).rejects.toThrow('aaaaaaaaaaa is not the head of the pull request')
    expect(done).toHaveLength(1)
  })

  it('with metacharacters of a shell is answered as text', async () => {
    const refused = after('/prbench `id`;$(reboot) @all')

    await expect(refused).rejects.toThrow('unknown word "`id`;$(reboot)"')
    expect(answers()[0]).toContain('unknown word "\\`id\\`;\\$(reboot)"')
    expect(done).toEqual([])
  })

  it('is answered where the comparison is refused, such as one that runs already', async () => {
    const { id } = github.addComment('ann', '/prbench')

    const refused = obey(commented(id), 'compare/o/r/7 is already running with other options')

    await expect(refused).rejects.toThrow('is already running')
    expect(answers()).toEqual(['Not done: compare/o/r/7 is already running with other options'])
  })

  it('cancels, and explains itself', async () => {
    await after('/prbench cancel')
    await after('/prbench help')

    expect(done).toEqual(['cancel compare/o/r/7'])
    expect(answers()).toEqual([expect.stringContaining('compares this pull request')])
  })
})

describe('a label', { timeout: 30_000 }, () => {
  const event = {
    kind: 'label',
    repository: 'o/r',
    pullRequest: 7,
    person: 'ann',
    head: 'c'.repeat(40),
  } as const

  it('starts a comparison of the head that it was set for', async () => {
    await obey(event)

    expect(done).toMatchObject([{ pr: '7', prHead: event.head, models: ['deepseek'] }])
  })

  it('starts nothing after a push, or by somebody who may not push', async () => {
    const ends = await Promise.allSettled([
      obey({ ...event, head: 'd'.repeat(40) }),
      obey({ ...event, person: 'mallory' }),
    ])

    expect(ends).toMatchObject([
      { reason: { message: expect.stringContaining('was pushed after it got the label') as string } },
      { reason: { message: expect.stringContaining('mallory may not write') as string } },
    ])
    expect(done).toEqual([])
  })
})
