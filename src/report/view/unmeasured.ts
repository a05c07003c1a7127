import type { StageView } from './stage-view.js'

/** What a comparison was to measure and did not. */
export interface Unmeasured {
  readonly stage: string
  readonly what: string
  readonly why: string
}

/** Whole stages, pairs that were wanted, and cases without a value, with the reason of each. */
export function unmeasuredOf(
  stages: readonly Pick<StageView, 'name' | 'missing' | 'cutShort' | 'missingCases'>[],
): Unmeasured[] {
  return stages.flatMap(({ name, missing, cutShort, missingCases }) => [
    ...(missing === '' ? [] : [{ stage: name, what: 'the whole stage', why: missing }]),
    ...(cutShort === '' ? [] : [{ stage: name, what: 'further pairs', why: cutShort }]),
    ...missingCases.map(({ words, cases }) => ({ stage: name, what: cases.join('; '), why: words })),
  ])
}
