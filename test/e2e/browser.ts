import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { z } from 'zod'
import { until } from './waiting.js'

/** A page in a browser that nobody sees. */
export interface Page {
  /** The text that a reader of the page sees. */
  text(): Promise<string>
  reload(): Promise<void>
  /** The page as a PNG image. */
  screenshot(): Promise<Buffer>
  /** What an expression in the page gives, once it is there; page policies do not stop it. */
  evaluate(expression: string): Promise<unknown>
  /** Shows the page in another size, scheme or medium. */
  show(look: Look): Promise<void>
  close(): Promise<void>
}

export interface Look {
  width: number
  height: number
  scheme: 'light' | 'dark'
  medium: 'screen' | 'print'
}

/** What browsers of Chromium's kind are called in Linux distributions. */
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** Finds Chromium or Chrome: what PRBENCH_CHROMIUM names, else on PATH. Undefined where there is none. */
export async function findChromium(): Promise<string | undefined> {
  const named = process.env.PRBENCH_CHROMIUM
  if (named !== undefined) return named
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of names) {
      const file = join(folder, name)
      if (
        await access(file, constants.X_OK).then(
          () => true,
          () => false,
        )
      )
        return file
    }
  }
  return undefined
}

export interface PageOptions {
  browser: string
  url: string
  /** For the browser's profile. */
  folder: string
  width: number
  height: number
}

/**
 * Opens a page in a headless Chromium, and speaks the DevTools protocol with it over two pipes: no port is
 * opened.
 */
export async function openPage({ browser, url, folder, width, height }: PageOptions): Promise<Page> {
  const flags = [
    ...['--headless=new', '--remote-debugging-pipe', `--user-data-dir=${join(folder, 'chromium')}`],
    ...['--no-first-run', '--disable-gpu', '--disable-dev-shm-usage', '--hide-scrollbars'],
    ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    // Its sandbox does not work for root, as whom containers run tests. The page is our own.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    `--window-size=${width},${height}`,
  ]
  // A process group of its own, so that none of Chromium's many processes stays.
  const child = spawn(browser, [...flags, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const exited = once(child, 'exit')
  const [, , , into, from] = child.stdio
  const send = connect(into as Writable, from as Readable)
  const { targetInfos } = await until('the browser had a page', async () => {
    const found = targetsSchema.parse(await send('Target.getTargets', {}))
    return found.targetInfos.length > 0 && found
  })
  const targetId = targetInfos.find(({ type }) => type === 'page')?.targetId
  const { sessionId } = attachedSchema.parse(await send('Target.attachToTarget', { targetId, flatten: true }))
  await send(
    'Emulation.setDeviceMetricsOverride',
    { width, height, deviceScaleFactor: 1, mobile: false },
    sessionId,
  )
  await send('Page.navigate', { url }, sessionId)

  return {
    async text() {
      const asked = { expression: visibleText, returnByValue: true }
      return textSchema.parse(await send('Runtime.evaluate', asked, sessionId)).result.value
    },
    async reload() {
      await send('Page.reload', {}, sessionId)
    },
    async evaluate(expression) {
      const asked = { expression, returnByValue: true, awaitPromise: true }
      return valueSchema.parse(await send('Runtime.evaluate', asked, sessionId)).result.value
    },
    async show({ width, height, scheme, medium }) {
      const metrics = { width, height, deviceScaleFactor: 1, mobile: false }
      await send('Emulation.setDeviceMetricsOverride', metrics, sessionId)
      const features = [{ name: 'prefers-color-scheme', value: scheme }]
      await send('Emulation.setEmulatedMedia', { media: medium, features }, sessionId)
    },
    async screenshot() {
      const shot = screenshotSchema.parse(await send('Page.captureScreenshot', { format: 'png' }, sessionId))
      return Buffer.from(shot.data, 'base64')
    },
    async close() {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL')
      await exited
    },
  }
}

/** Markdown is shown in frames of its own. */
const visibleText = `[document, ...[...document.querySelectorAll('iframe')].map((frame) => frame.contentDocument)]
  .map((part) => part?.body?.innerText ?? '').join('\\n')`

const targetsSchema = z.object({ targetInfos: z.array(z.object({ targetId: z.string(), type: z.string() })) })
const attachedSchema = z.object({ sessionId: z.string() })
const textSchema = z.object({ result: z.object({ value: z.string() }) })
const valueSchema = z.object({ result: z.object({ value: z.unknown().optional() }) })
const screenshotSchema = z.object({ data: z.string() })
const answerSchema = z.object({
  id: z.number().optional(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
})

type Send = (method: string, params: object, sessionId?: string) => Promise<unknown>

/** The DevTools protocol over pipes: JSON messages, each ended by a zero byte. */
function connect(into: Writable, from: Readable): Send {
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>()
  let last = 0
  let rest = ''
  from.setEncoding('utf8').on('data', (text: string) => {
    const messages = (rest + text).split('\0')
    rest = messages.pop() ?? ''
    for (const message of messages) {
      const { id, result, error } = answerSchema.parse(JSON.parse(message))
      const asked = id === undefined ? undefined : waiting.get(id)
      if (id !== undefined) waiting.delete(id)
      if (error === undefined) asked?.resolve(result)
      else asked?.reject(new Error(error.message))
    }
  })
  from.once('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('the browser ended'))
  })
  return (method, params, sessionId) =>
    new Promise((resolve, reject) => {
      const id = ++last
      waiting.set(id, { resolve, reject })
      into.write(`${JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) })}\0`)
    })
}
