import { writeFileSync } from 'node:fs'
import { it } from 'vitest'
import { demoRecord } from '../fixtures/record.js'
import { renderHtml, renderMarkdown } from '../../src/report/templates.js'
import { viewOf } from '../../src/report/view.js'
it('x', () => {
  const record = { ...demoRecord({ pairs: 4 }), ending: 'finished' as const }
  writeFileSync('/tmp/report.md', renderMarkdown(viewOf(record)))
  try { writeFileSync('/tmp/report.html', renderHtml(viewOf(record))) } catch (e) { console.log(String(e)) }
})
