import { writeFileSync } from 'node:fs'
import { it } from 'vitest'
import type { RunRecord } from '../../src/results/record.js'
import { demoPlan, demoRecord } from '../fixtures/record.js'
import { renderReport } from '../../src/report/write-report.js'
const save = (name: string, record: RunRecord) => {
  const { markdown, html, lines } = renderReport(record)
  writeFileSync(`/tmp/report-${name}.md`, markdown)
  writeFileSync(`/tmp/report-${name}.html`, html)
  console.log(lines.join('\n'))
}
it('x', () => {
  save('good', { ...demoRecord({ pairs: 4 }), ending: 'finished' })
  save('one', { ...demoRecord({ pairs: 1, plan: demoPlan({ looks: [1] }) }), ending: 'finished' })
  const base = demoRecord({ pairs: 5, decode: 0.91, prefill: 1.0005 })
  const pairs = base.pairs.filter((p) => p.stage === 'grok/offline').map((p) => p.pair === 3 ? { ...p, attempt: 2 } : p)
  const third = base.pairs.find((p) => p.pair === 3)!
  const voided = { ...third, launches: third.launches.map((l, i) => i === 1 ? { ...l, voidReason: 'Docker went away during the launch', processes: [] } : l) }
  const oom = pairs.map((p) => ({ ...p, launches: p.launches.map((l) => ({ ...l, processes: [{ process: 1, container: 'prbench-x', cases: ['TP=8, BS=256, IL=1024, OL=128'], startedAt: l.startedAt, finishedAt: l.finishedAt, exitCode: 0, ending: 'out-of-memory' as const, culprit: 'TP=8, BS=256, IL=1024, OL=128', logTail: ['[rank0]: Traceback (most recent call last):', '[rank0]:   File "/sgl-workspace/sglang/bench_one_batch.py", line 512, in <module>', '[rank0]: torch.OutOfMemoryError: HIP out of memory. Tried to allocate 12.00 GiB. GPU 3 has a total capacity of 191.98 GiB'] }] })) }))
  save('bad', { ...base, pairs: [...oom, voided], ending: 'finished',
    plan: { ...base.plan, looks: [5], source: { ...base.plan.source, mode: 'head-against-merge-base', notes: ['The pull request conflicts with main: its head is compared with the commit where it left main.'] } },
    endings: [{ name: 'grok/offline', state: 'measured' }, { name: 'deepseek/offline', state: 'failed', reason: 'the model deepseek-ai/DeepSeek-V3-0324 is not on host mi300x-01\nlooked in /models\nlooked in /root/.cache/huggingface' }] })
  save('build', { ...demoRecord({}), pairs: [], images: [demoRecord({}).images[0]!], endings: [], ending: 'build-failed', problem: 'The image of pr did not build: the command in step 9 of 14 gave 1\n#9 [ 5/14] RUN pip install -e python[all_hip]\n#9 12.41   error: subprocess-exited-with-error\n#9 12.41   × Building wheel for sgl-kernel did not run successfully.\n#9 12.41   │ exit code: 1\n#9 ERROR: process "/bin/sh -c pip install -e python[all_hip]" did not complete successfully: exit code: 1' })
})
