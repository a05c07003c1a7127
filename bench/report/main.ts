/**
 * `npm run bench:report`: how fast and how large reports are. A run of 10,000 cells and 10 pairs is judged and
 * rendered in every form, and the page of a run of the default plan's size is weighed. Prints one JSON object, and
 * fails where a limit is missed.
 */
import { chartsIn, renderHtml, renderMarkdown } from '../../src/report/templates.js'
import { draw } from '../../src/report/charts/draw.js'
import { terminalLines } from '../../src/report/terminal/lines.js'
import { viewOf } from '../../src/report/view/report-view.js'
import { withSentences } from '../../src/report/words/with-sentences.js'
import { namesOfPlan } from '../../src/report/words/names.js'
import { reasonWords } from '../../src/report/words/launch-reasons.js'
import { judgeRun } from '../../src/run/judge-run.js'
import { largeRecord } from './large-record.js'

const limits = { seconds: 5, megabytes: 400, defaultPageMegabytes: 2 }

const large = largeRecord({ stages: 4, cases: 417, pairs: 10 })
const usual = largeRecord({ stages: 4, cases: 9, pairs: 10 })
const judgement = judgeRun(large.record, reasonWords)

const before = performance.now()
const view = viewOf({ ...large.record, judgement })
const markdown = renderMarkdown(view)
const html = renderHtml(view, await draw(chartsIn(view)))
const lines = terminalLines(view)
const json = JSON.stringify(withSentences(judgement, namesOfPlan(large.record.plan)))
const seconds = (performance.now() - before) / 1000
const megabytes = process.resourceUsage().maxRSS / 1024

const usualView = viewOf(usual.record)
const page = renderHtml(usualView, await draw(chartsIn(usualView)))
const passed =
  seconds <= limits.seconds &&
  megabytes <= limits.megabytes &&
  page.length / 1e6 <= limits.defaultPageMegabytes
console.log(
  JSON.stringify({
    cells: large.cells,
    pairs: 10,
    seconds: round(seconds),
    mostMegabytes: round(megabytes),
    markdownMegabytes: round(markdown.length / 1e6),
    htmlMegabytes: round(html.length / 1e6),
    jsonMegabytes: round(json.length / 1e6),
    lines: lines.length,
    defaultPageMegabytes: round(page.length / 1e6),
    limits,
    passed,
  }),
)
if (!passed) process.exitCode = 1

function round(value: number): number {
  return Number(value.toFixed(3))
}
