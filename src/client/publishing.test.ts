import { describe, expect, it } from 'vitest'
import { publishingOf, requireToken } from './publishing.js'

const asked = { repository: 'o/r', calibrate: false }
const job = {
  GITHUB_ACTIONS: 'true',
  GITHUB_TOKEN: 't',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REPOSITORY: 'o/r',
  GITHUB_RUN_ID: '5',
}
const failOn = 'incomplete'

describe('publishing', () => {
  it.each([
    ['a terminal without --comment, whatever tokens are there', {}, { GITHUB_TOKEN: 't' }, asked],
    ['a job without a token', {}, { GITHUB_ACTIONS: 'true' }, asked],
    ['a job for a repository elsewhere', {}, job, { ...asked, repository: '/srv/engine' }],
    ['a calibration', { comment: 'always' as const }, job, { ...asked, calibrate: true }],
  ])('is not done for %s', async (_, flags, environment, request) => {
    const { fields } = await publishingOf({ failOn, ...flags }, request, environment)

    expect(fields).toEqual({})
  })

  it('is done in a job that has a token: a comment on change, and the page of the job', async () => {
    const { fields, secrets } = await publishingOf({ failOn }, asked, job)

    const page = 'https://github.com/o/r/actions/runs/5'
    expect(fields).toEqual({ publication: { comment: 'change', name: 'prbench', failOn, page } })
    expect(secrets).toEqual({ GITHUB_TOKEN: 't' })
  })

  it('keeps the token out of what becomes the workflow’s input', async () => {
    const environment = { PRBENCH_GITHUB_TOKEN: 'secret-token' }

    const { fields } = await publishingOf({ failOn, comment: 'always' }, asked, environment)

    expect(JSON.stringify(fields)).not.toContain('secret-token')
  })

  it('is refused for a repository elsewhere, a strange name, or without a token', async () => {
    const comment = 'always'

    const elsewhere = publishingOf({ failOn, comment }, { ...asked, repository: '/srv/engine' }, job)
    const strange = publishingOf({ failOn, comment, publishAs: 'a --> b' }, asked, job)
    const bare = await publishingOf({ failOn, comment }, asked, {})

    await expect(elsewhere).rejects.toThrow('--comment needs a repository on GitHub')
    await expect(strange).rejects.toThrow('--publish-as: letters, digits')
    expect(() => {
      requireToken(bare)
    }).toThrow('set PRBENCH_GITHUB_TOKEN or GITHUB_TOKEN')
  })
})
