import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import axe from 'axe-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { draw } from '../../src/report/charts/draw.js'
import { chartsIn, renderHtml } from '../../src/report/templates.js'
import { viewOf } from '../../src/report/view/report-view.js'
import { findChromium, openPage, type Look, type Page } from '../e2e/browser.js'
import { accuracyRuns, onlineRecord } from '../fixtures/online-record.js'
import { demoRecord } from '../fixtures/record.js'

const browser = await findChromium()

/** Everything that a page can hold: changes both ways, what is undecided and missing, accuracy, many pairs. */
const offline = demoRecord({ noise: 0.03, pairs: 6, decode: 0.9 })
const online = onlineRecord(['grok'], ({ arm }) => ({ accuracy: accuracyRuns(arm === 'pr' ? 0.7 : 0.82) }))
const record = {
  ...offline,
  ending: 'finished' as const,
  plan: { ...offline.plan, stages: [...offline.plan.stages, ...online.plan.stages] },
  pairs: [...offline.pairs, ...online.pairs],
}

const screen = { height: 900, scheme: 'light', medium: 'screen' } as const
const looks: Readonly<Record<string, Look>> = {
  'a wide screen': { ...screen, width: 1200 },
  'a wide dark screen': { ...screen, width: 1200, scheme: 'dark' },
  'a narrow screen': { ...screen, width: 390 },
  'a narrow dark screen': { ...screen, width: 390, scheme: 'dark' },
}

describe.skipIf(browser === undefined)('the page of a report in Chromium', () => {
  let folder: string
  let page: Page

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'prbench-page-'))
    const view = viewOf(record)
    await writeFile(join(folder, 'report.html'), renderHtml(view, await draw(chartsIn(view))))
    const url = pathToFileURL(join(folder, 'report.html')).href
    page = await openPage({ browser: browser ?? '', url, folder, width: 1200, height: 900 })
    await page.evaluate(axe.source)
  })

  afterAll(async () => {
    await page.close()
    await rm(folder, { recursive: true, force: true })
  })

  it.each(Object.entries(looks))(
    'has nothing serious for axe on %s, with all parts unfolded',
    async (_, look) => {
      await page.show(look)
      await page.evaluate(`document.querySelectorAll('details').forEach((part) => { part.open = true })`)

      const found = await page.evaluate(
        `axe.run().then(({ violations }) => violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ html }) => html.slice(0, 120)).join(' ')))`,
      )

      expect(found).toEqual([])
    },
  )

  it('asks for nothing but itself', async () => {
    const asked = await page.evaluate(`performance.getEntriesByType('resource').map(({ name }) => name)`)

    expect(asked).toEqual([])
  })

  it('fits a narrow screen, each number with its label', async () => {
    await page.show({ ...screen, width: 390 })

    const width = await page.evaluate('document.documentElement.scrollWidth')
    const unlabelled = await page.evaluate(
      `[...document.querySelectorAll('td.number')].filter((cell) => getComputedStyle(cell, '::before').content === 'none').length`,
    )

    expect(width).toBe(390)
    expect(unlabelled).toBe(0)
  })

  it('is printed whole: nothing folded, nothing beyond the paper', async () => {
    await page.show({ width: 720, height: 1000, scheme: 'dark', medium: 'print' })
    await page.evaluate(`document.querySelectorAll('details').forEach((part) => { part.open = false })`)

    const clipped = await page.evaluate(
      `[...document.querySelectorAll('body *')]
        .filter((part) => !part.closest('svg') && part.getBoundingClientRect().right > innerWidth + 1)
        .map((part) => part.outerHTML.slice(0, 100)).slice(0, 5)`,
    )
    const folded = await page.evaluate(
      `[...document.querySelectorAll('details > :not(summary)')].filter((part) => !part.checkVisibility()).length`,
    )
    const paper = await page.evaluate('getComputedStyle(document.body).backgroundColor')

    expect(clipped).toEqual([])
    expect(folded).toBe(0)
    expect(paper).toBe('rgb(253, 253, 252)')
  })
})
