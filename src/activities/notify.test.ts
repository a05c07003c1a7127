import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { demoPlan, demoRecord } from '../../test/fixtures/record.js'
import type { Notification } from '../comparison/notification.js'
import type { Outcome } from '../comparison/outcome.js'
import type { Plan } from '../comparison/plan.js'
import { saveRecord } from '../run/record-file.js'
import { notifyOfEnd } from './notify.js'

let server: Server
let address: string
let folder: string
let plan: Plan
let received: unknown[]
let answers: { status: number; headers?: Record<string, string> }[]

beforeEach(async () => {
  received = []
  answers = []
  server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push(JSON.parse(body))
      const { status, headers } = answers.shift() ?? { status: 200 }
      response.writeHead(status, headers).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret-path`
  folder = await mkdtemp(join(tmpdir(), 'prbench-notify-'))
  plan = demoPlan({ runDirectory: folder })
  await saveRecord({ ...demoRecord({ plan, decode: 0.8 }), ending: 'finished' }, folder)
})
afterEach(async () => {
  server.closeAllConnections()
  server.close()
  await rm(folder, { recursive: true })
})

const outcome = (change: Partial<Outcome> = {}): Outcome => ({
  comparison: plan.comparison,
  ending: 'finished',
  complete: true,
  verdict: 'regression',
  lines: [],
  runDirectory: folder,
  report: join(folder, 'comparison_report.html'),
  ...change,
})

const tell = (kind: Notification['kind'], ended = outcome(), when: Notification['when'] = 'change') =>
  notifyOfEnd(
    plan,
    ended,
    { kind, variable: 'CHAT_URL', when },
    { stateFolder: folder, environment: { CHAT_URL: address } },
  )

describe('a notification', () => {
  it('tells Slack in fields without markup', async () => {
    const troubles = await tell('slack')

    expect(troubles).toEqual([])
    expect(received).toMatchObject([
      {
        text: expect.stringMatching(/^Pull request 1234: Fuse decode kernels \| `fast`: .*slower/) as string,
        blocks: [
          { text: { type: 'plain_text', text: 'Pull request 1234: Fuse decode kernels | `fast`' } },
          { text: { type: 'plain_text', text: expect.stringContaining('slower') as string } },
          { text: { text: '<https://github.com/sgl-project/sglang/pull/1234|Pull request>' } },
        ],
      },
    ])
  })

  it('tells Teams in a card without markup', async () => {
    await tell('teams')

    expect(received).toMatchObject([
      {
        type: 'message',
        attachments: [
          {
            content: {
              type: 'AdaptiveCard',
              body: [{ type: 'RichTextBlock' }, { type: 'RichTextBlock' }],
              actions: [{ type: 'Action.OpenUrl', title: 'Pull request' }],
            },
          },
        ],
      },
    ])
  })

  it('tells any other server in JSON', async () => {
    await tell('webhook')

    expect(received).toMatchObject([
      { schema: 1, comparison: plan.comparison, verdict: 'regression', complete: true, acknowledged: false },
    ])
  })

  it.each<[string, Partial<Outcome>, Notification['when'], number]>([
    ['no change', { verdict: 'no-change' }, 'change', 0],
    ['no change', { verdict: 'no-change' }, 'always', 1],
    ['an improvement', { verdict: 'improvement' }, 'failure', 0],
    ['an improvement', { verdict: 'improvement' }, 'change', 1],
    ['a regression', {}, 'failure', 1],
    ['an acknowledged regression', { acknowledged: true }, 'failure', 0],
    ['a failed build', { ending: 'build-failed', complete: false, verdict: 'missing' }, 'failure', 1],
    ['a cancel', { ending: 'cancelled', complete: false }, 'change', 0],
  ])('of %s %j goes out on %s %i times', async (_, ended, when, times) => {
    await tell('webhook', outcome(ended), when)

    expect(received).toHaveLength(times)
  })

  it.each([
    [503, undefined],
    [429, 7],
  ])('is to be tried again after status %i', async (status, retryAfterSeconds) => {
    answers = [
      { status, headers: retryAfterSeconds === undefined ? {} : { 'retry-after': `${retryAfterSeconds}` } },
    ]

    const refused = tell('slack')

    await expect(refused).rejects.toMatchObject({ name: 'ChatUnavailable', retryAfterSeconds })
  })

  it('is not sent on to where a server redirects, and says so without the address', async () => {
    answers = [{ status: 302, headers: { location: `${address}/elsewhere` } }, { status: 404 }]

    const troubles = [...(await tell('slack')), ...(await tell('slack'))]

    expect(troubles.map((trouble) => /status (\d+)/.exec(trouble)?.[1])).toEqual(['302', '404'])
    expect(received).toHaveLength(2)
    expect(troubles.join()).not.toContain('secret-path')
  })

  it.each([undefined, 'not an address', 'http://example.com/x', 'file:///etc/passwd'])(
    'goes to no address such as %s',
    async (value) => {
      const environment = { CHAT_URL: value }

      const troubles = await notifyOfEnd(
        plan,
        outcome(),
        { kind: 'slack', variable: 'CHAT_URL', when: 'always' },
        { stateFolder: folder, environment },
      )

      expect(troubles).toEqual([expect.stringContaining('CHAT_URL holds no https:// address')])
    },
  )

  it('that finds nobody keeps the address to itself', async () => {
    server.close()
    server.closeAllConnections()

    const refused = await tell('slack').catch((error: unknown) => error)

    expect(String(refused)).toContain('no connection')
    expect(JSON.stringify(refused, Object.getOwnPropertyNames(refused))).not.toContain('secret-path')
  })
})
