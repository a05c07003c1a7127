import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { useBench } from './bench.js'
import { findChromium, openPage, type Page } from './browser.js'
import { processesOf } from './leftovers.js'
import { until } from './waiting.js'

const bench = useBench({ server: 'none' })
const browser = await findChromium()

/** Where the picture goes: `npm run screenshot` names the one of the README. */
const pictureFile = () => process.env.PRBENCH_SCREENSHOT ?? join(bench.folder(), 'web-ui.png')
const largestPicture = 300_000

/**
 * The page's text once it shows what is waited for. It asks the workflow for its details only when it is
 * loaded.
 */
async function loadUntil(page: Page, what: string, pattern: RegExp): Promise<string> {
  return until(what, async () => {
    for (let looks = 0; looks < 15; looks++) {
      const text = (await page.text()).replaceAll('\u00a0', ' ')
      if (pattern.test(text)) return text
      if (text.includes('expected end')) break
      await sleep(200)
    }
    await page.reload()
    return undefined
  })
}

describe('the Web UI of Temporal', () => {
  it.skipIf(browser === undefined)(
    'shows in Chromium, while it runs, where each stage of a comparison stands',
    async () => {
      bench.own(join(bench.stateFolder(), 'demo', 'repository'))
      await bench.recordStarts()
      const demo = bench.startPrbench(['demo', '--pairs', '3', '--json'], { PRBENCH_HOST: 'demo-host' })
      const { webUi, comparison } = await until('a comparison was started', () =>
        demo.events().find(({ event }) => event === 'started'),
      )

      await bench.hold(({ stage, pair }) => stage === 'demo/online' && pair === '2')
      const page = await openPage({
        browser: browser ?? '',
        url: `${String(webUi)}/user-metadata`,
        folder: bench.folder(),
        width: 1600,
        height: 800,
      })
      try {
        const text = await loadUntil(page, 'a stage had a pair', /demo\/online\s+running\s+1 of 3/)
        await mkdir(dirname(pictureFile()), { recursive: true })
        const picture = await page.screenshot()
        await writeFile(pictureFile(), picture)

        expect(text).toContain(String(comparison))
        expect(text).toMatch(/main\s+main-[0-9a-f]{7}-rocm630(-[0-9a-f]{8})?\s+ready/)
        expect(text).toMatch(/pr\s+pull-7-merge-[0-9a-f]{7}-rocm630(-[0-9a-f]{8})?\s+ready/)
        expect(text).toMatch(/stage\s+state\s+pairs\s+now\s+expected end\s+host/)
        expect(text).toMatch(/demo\/offline\s+\w+\s+\d of 3.*demo-host/)
        expect(text).toMatch(/demo\/online\s+running\s+1 of 3\s+pair 2.*\d\d:\d\d UTC\s+demo-host/)
        expect(text).toMatch(/measured (?:by about|at the earliest at) \d{4}-\d\d-\d\d \d\d:\d\d UTC/)
        expect(picture.subarray(1, 4).toString('latin1')).toBe('PNG')
        expect(picture.length).toBeLessThan(largestPicture)
      } finally {
        await page.close()
        demo.signal('SIGINT')
        await demo.ended
        await bench.prbench(['server', 'stop'])
        expect(processesOf(bench.folder())).toEqual([])
      }
    },
  )
})
