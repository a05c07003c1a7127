import { describe, expect, it } from 'vitest'
import { notificationsOf, requireAddresses } from './notifications.js'

describe('--notify', () => {
  it('names receivers by variables, whose values stay apart', async () => {
    const flags = { notify: ['slack:SLACK_URL', 'teams:TEAMS_URL'], notifyOn: 'failure' } as const

    const { notifications, secrets } = await notificationsOf(
      { ...flags, notify: [...flags.notify] },
      { SLACK_URL: 'https://hooks.slack.com/secret' },
    )

    expect(notifications).toEqual([
      { kind: 'slack', variable: 'SLACK_URL', when: 'failure' },
      { kind: 'teams', variable: 'TEAMS_URL', when: 'failure' },
    ])
    expect(secrets).toEqual({ SLACK_URL: 'https://hooks.slack.com/secret' })
    expect(() => {
      requireAddresses({ notifications, secrets })
    }).toThrow('TEAMS_URL is not set')
  })

  it('refuses an address without repeating it', async () => {
    const refused = await notificationsOf({ notify: ['slack:https://hooks.slack.com/secret'] }, {}).catch(
      (error: unknown) => String(error),
    )

    expect(refused).toContain('takes the name of a variable')
    expect(refused).not.toContain('secret/')
    expect(refused).not.toContain('hooks.slack.com')
  })

  it.each(['SLACK_URL', 'mail:ADDRESS', 'slack:', 'slack:slack-url', 'slack:$(id)'])(
    'refuses %s',
    async (text) => {
      await expect(notificationsOf({ notify: [text] }, {})).rejects.toThrow(
        '--notify needs slack, teams, webhook',
      )
    },
  )
})
