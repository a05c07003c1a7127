/** What a sentence is about. */
export type FindingKind =
  | 'input'
  | 'missing'
  | 'partly-missing'
  | 'incomplete-pair'
  | 'single-run'
  | 'saturated'
  | 'disturbed'
  | 'instability'
  | 'stale-calibration'
  | 'calibration'
  | 'opposite-cells'
  | 'drift'
  | 'order-effect'
  | 'bimodal'
  | 'single-launch'
  | 'identical-values'

/** Something that a reader of the verdicts should know, in one sentence. */
export interface Finding {
  readonly kind: FindingKind
  readonly sentence: string
  readonly model: string | null
  readonly benchmarkType: string | null
  readonly metric: string | null
  readonly case: string | null
  /** Line of samples.csv, its header being line 1; null where the finding is about no single row. */
  readonly row: number | null
  /** Column of samples.csv; null where the finding is about no single column. */
  readonly column: string | null
}

/** A finding; what it does not name is null. */
export function finding(kind: FindingKind, sentence: string, place: Partial<Finding> = {}): Finding {
  return {
    model: null,
    benchmarkType: null,
    metric: null,
    case: null,
    row: null,
    column: null,
    ...place,
    kind,
    sentence,
  }
}

const mostAlike = 20
/** Which calibrations were not used is read from these: without one of them a report would claim that it was. */
const keptWhole: ReadonlySet<FindingKind> = new Set(['stale-calibration'])

/** At most twenty findings of most kinds, and how many more there were: a broken file must not drown the report. */
export function shorten(findings: readonly Finding[]): Finding[] {
  const seen = new Map<FindingKind, number>()
  const kept = findings.filter(({ kind }) => {
    const count = (seen.get(kind) ?? 0) + 1
    seen.set(kind, count)
    return count <= mostAlike || keptWhole.has(kind)
  })
  for (const [kind, count] of seen)
    if (count > mostAlike && !keptWhole.has(kind))
      kept.push(finding(kind, `${count - mostAlike} more of this kind (${kind}) are not listed`))
  return kept
}
