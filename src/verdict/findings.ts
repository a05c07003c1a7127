import { z } from 'zod'
import { arms } from '../comparison/arm.js'
import { workKinds } from '../comparison/work.js'
import { faultSchema } from './fault.js'
import { cellReasonSchema } from './reasons.js'
import { verdicts } from './verdicts.js'

const count = z.int().nonnegative()
const arm = z.enum(arms)
const name = z.string()
const byArm = z.strictObject({ main: count, pr: count })
const attempt = z.strictObject({ pair: count, attempt: count })
const launch = z.strictObject({ arm, pair: count, attempt: count })
const caseChange = z.strictObject({ case: name, change: z.number() })
const stageMetric = z.strictObject({ model: name, benchmarkType: name, metric: name })

/** What a finding is about; null where it is about no single one. */
const place = {
  model: name.nullable(),
  benchmarkType: name.nullable(),
  metric: name.nullable(),
  case: name.nullable(),
  /** Line of samples.csv, its header being line 1. */
  row: count.nullable(),
  /** Column of samples.csv. */
  column: name.nullable(),
  /** The same in words; filled in where a judgement is written for others. */
  sentence: z.string().exactOptional(),
}

function kind<const Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, figures: Shape) {
  return z.strictObject({ kind: z.literal(kind), ...figures, ...place })
}

const kinds = [
  kind('no-samples', {}),
  /** A row of samples that is left out, or not taken as it is. */
  kind('input', { fault: faultSchema }),
  /**
   * Metrics that never fail the comparison, although nobody said so: they are called as tail percentiles
   * are.
   */
  kind('not-deciding', { metrics: z.array(name) }),
  /** `metrics` lack these of their `of` cases for one reason. */
  kind('missing', { metrics: z.array(name), cases: z.array(name), of: count, reason: cellReasonSchema }),
  /** Metrics whose cases have fewer values than the stage has valid pairs. */
  kind('partly-missing', { metrics: z.array(name), cases: z.array(name), of: count, pairs: count }),
  /** An attempt without a value of these arms; of the deciding metrics where `hasOthers`. */
  kind('incomplete-pair', { pair: count, attempt: count, arms: z.array(arm), hasOthers: z.boolean() }),
  /** Every case of pr is about `times` main's, or main's of pr's: a factor between units. */
  kind('unit-factor', { times: count, larger: arm }),
  kind('single-run', {}),
  /** The only valid pair, of so many complete ones. */
  kind('one-pair', { of: count }),
  /** `throughput`: its changes there, where it decides. */
  kind('saturated', {
    cases: z.array(name),
    throughputDecides: z.boolean(),
    throughput: z.array(caseChange).default([]),
  }),
  kind('disturbed', { arm, attempts: z.array(attempt) }),
  /** Single values taken out. */
  kind('outliers', { arm, values: count }),
  /** Why no launch is set aside although some stand apart, of so many of each arm. */
  kind('unsteady-host', { host: z.enum(['states', 'many']), disturbed: byArm, launches: count }),
  /** An arm disturbed more often. p: one-sided, Fisher's exact test, with so many calibrated launches. */
  kind('instability', { arm, disturbed: byArm, launches: count, calibrated: count, p: z.number() }),
  /** A case slow more often in one arm, in `slow` of `launches` launches. */
  kind('unstable-case', { arm, slow: byArm, launches: count, p: z.number() }),
  kind('stale-calibration', { p: z.number() }),
  /**
   * What a named calibration was used for; `foreign` names hosts where it is not of the host that was
   * measured.
   */
  kind('calibration', {
    name,
    foreign: z.strictObject({ calibrated: z.array(name), measured: z.array(name) }).nullable(),
    used: z.array(stageMetric),
    stale: z.array(stageMetric),
    unmeasured: z.array(stageMetric),
  }),
  kind('opposite-cells', { faster: z.array(caseChange), slower: z.array(caseChange) }),
  kind('one-order', { first: arm, pairs: count }),
  /** So many launches of an arm are slower than the others by that fraction. */
  kind('bimodal', { arm, slow: count, fast: count, slower: z.number() }),
  /** The one pair without which the other verdict would be given. */
  kind('single-launch', { pair: count, otherwise: z.enum(verdicts) }),
  /** Launches with exactly the same values; `pairs` are those whose two arms agree. */
  kind('copied-launches', { pairs: z.array(count), launches: z.array(launch) }),
  /** So many of a metric's cases have one value in all launches of an arm. */
  kind('constant-values', { arm, cases: count, of: count }),
  /** A case did so much of it in each arm, means over cases and pairs. p: two-sided, 0 where each pair says the same. */
  kind('unequal-work', {
    what: z.enum(workKinds),
    main: z.number(),
    pr: z.number(),
    pairs: count,
    p: z.number(),
  }),
  /** Further findings of a kind that are not listed. */
  kind('more', { of: name, count }),
  /** From a record of before. */
  kind('text', { text: name }),
] as const

const findingOfKind = z.discriminatedUnion('kind', kinds)

/** Something that a reader of the verdicts should know. */
export type Finding = z.infer<typeof findingOfKind>
export type FindingKind = Finding['kind']
type Place = Pick<Finding, keyof typeof place>
/** A finding's kind with its figures, without what it is about. */
export type FindingFacts = Finding extends infer Each
  ? Each extends Finding
    ? Omit<Each, keyof typeof place>
    : never
  : never

const ofBefore = z.object({ ...place, sentence: z.string() })

/** A finding; those of a record of before have a kind without figures, and their sentence. */
export const findingSchema = z.preprocess((given) => {
  const known = ofBefore.safeParse(given).data
  if (known === undefined || findingOfKind.safeParse(given).success) return given
  return { ...known, kind: 'text', text: known.sentence }
}, findingOfKind)

/** A finding; what it is not about is null. */
export function finding(facts: FindingFacts, about: Partial<Place> = {}): Finding {
  const nowhere = { model: null, benchmarkType: null, metric: null, case: null, row: null, column: null }
  return { ...nowhere, ...about, ...facts }
}

const mostAlike = 20
/**
 * Which calibrations were not used is read from these: without one of them a report would claim that it
 * was.
 */
const keptWhole: ReadonlySet<FindingKind> = new Set(['stale-calibration'])

/**
 * At most twenty findings of most kinds about a stage, twenty about the rows of the file, and how many more
 * there were: a broken file must not drown the report, nor one stage the notes of another.
 */
export function shorten(findings: readonly Finding[]): Finding[] {
  const seen = new Map<string, { first: Finding; count: number }>()
  const kept = findings.filter((each) => {
    const { kind, model, benchmarkType } = each
    const key = JSON.stringify(kind === 'input' ? [kind] : [kind, model, benchmarkType])
    const alike = seen.get(key) ?? { first: each, count: 0 }
    alike.count++
    seen.set(key, alike)
    return alike.count <= mostAlike || keptWhole.has(kind)
  })
  for (const { first, count } of seen.values()) {
    const { kind, model, benchmarkType } = first
    const about = kind === 'input' ? {} : { model, benchmarkType }
    if (count > mostAlike && !keptWhole.has(kind))
      kept.push(finding({ kind: 'more', of: kind, count: count - mostAlike }, about))
  }
  return kept
}
