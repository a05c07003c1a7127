import type { Stretch } from './nights.js'

const grok = (from: string, to: string): Stretch => ({ model: 'GROK1', from, to })
const deepseek = (from: string, to: string): Stretch => ({ model: 'DeepSeek-V3-0324', from, to })

const grokOctober = grok('20251013', '20251020')
const grokAutumn = grok('20251023', '20251110')
const grokNovember = grok('20251113', '20251130')
const deepseekOctober = deepseek('20251013', '20251021')
const deepseekAutumn = deepseek('20251022', '20251110')
const deepseekNovember = deepseek('20251114', '20251119')

/** Stretches of nights within which nothing changed: one against itself must say so. */
export const quietStretches: readonly Stretch[] = [
  grokOctober,
  grokAutumn,
  grokNovember,
  deepseekOctober,
  deepseekAutumn,
  deepseekNovember,
]

/** A step between two stretches, and the metrics that step. */
export interface Step {
  readonly before: Stretch
  readonly after: Stretch
  readonly metrics: readonly string[]
}

export const steps: readonly Step[] = [
  { before: grokOctober, after: grokAutumn, metrics: ['itl_median'] },
  { before: grokAutumn, after: grokNovember, metrics: ['itl_median', 'ttft_median'] },
  { before: deepseekOctober, after: deepseekAutumn, metrics: ['itl_median'] },
  { before: deepseekAutumn, after: deepseekNovember, metrics: ['itl_median', 'ttft_median'] },
]
