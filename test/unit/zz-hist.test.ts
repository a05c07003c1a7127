import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { it } from 'vitest'
import { readHistoricalRun } from '../../src/results/historical/read-run.js'
import { viewOfHistoricalRun } from '../../src/report/historical.js'
import { renderHtml, renderMarkdown } from '../../src/report/templates.js'
it('hist', async () => {
  const d = mkdtempSync('/tmp/zzhist-')
  const header = 'TP,batch_size,IL,OL,Backend,Prefill_latency(s),Median_decode_latency(s),E2E_Latency(s),Prefill_Throughput(token/s),Median_Decode_Throughput(token/s),E2E_Throughput(token/s)\n'
  for (const arm of ['main', 'pr']) {
    const dir = `${d}/${arm}/offline/GROK1/x_GROK1_MOE-I4F8_offline`
    mkdirSync(dir, { recursive: true })
    writeFileSync(`${dir}/x_GROK1_MOE-I4F8_offline.csv`, header + Array.from({ length: 10000 }, (_, i) => `8,${i + 1},1024,128,aiter,0.12345,0.01234,1.234,1234.56,123.45,987.65\n`).join(''))
  }
  for (let k = 0; k < 3; k += 1) {
  const t0 = performance.now()
  const run = await readHistoricalRun(d)
  const t1 = performance.now()
  const view = viewOfHistoricalRun(run)
  const t2 = performance.now()
  renderMarkdown(view)
  const t3 = performance.now()
  renderHtml(view)
  const t4 = performance.now()
  console.log('HIST', 'read', t1 - t0, 'view', t2 - t1, 'md', t3 - t2, 'html', t4 - t3, 'total', t4 - t0)
  }
}, 60000)
