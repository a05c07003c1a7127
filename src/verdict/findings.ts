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

/**
 * At most twenty findings of most kinds about a stage, twenty about the rows of the file, and how many more there were: a
 * broken file must not drown the report, nor one stage the notes of another.
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
    const place = kind === 'input' ? {} : { model, benchmarkType }
    if (count > mostAlike && !keptWhole.has(kind))
      kept.push(finding(kind, `${count - mostAlike} more of this kind (${kind}) are not listed`, place))
  }
  return kept
}
