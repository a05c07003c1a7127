import { parse } from 'csv-parse/sync'

const decides = { role: 'deciding', unit: 'ms', better: 'lower' } as const

/** The metrics that decide, by the column of the file. */
export const nightMetrics = [
  { metric: 'e2e_latency_median', column: 'median_e2e', ...decides },
  { metric: 'ttft_median', column: 'median_ttft', ...decides, leastMargin: 0.1 },
  { metric: 'itl_median', column: 'median_itl', ...decides },
] as const

/** One night of one model: the first run of each load on its server, by metric and load: -ln of the value. */
export interface Night {
  /** Of the image that was measured, as 20251013. */
  readonly date: string
  readonly values: ReadonlyMap<string, readonly number[]>
}

/** Nights of a model within which nothing changed. */
export interface Stretch {
  readonly model: string
  readonly from: string
  readonly to: string
}

/** The loads that are replayed: those that the hosts keep up with. */
const loadsOf: Readonly<Record<string, readonly string[]>> = {
  GROK1: ['1', '2', '4', '8'],
  'DeepSeek-V3-0324': ['1', '4', '16', '64', '128'],
}

/** A function that gives a stretch's nights, those that have every load, from the text of the file of runs. */
export function readNights(text: string): (stretch: Stretch) => Night[] {
  const rows = parse<Readonly<Record<string, string>>>(text, { columns: true })
  const first = rows.filter(({ run }) => run === '1')
  return ({ model, from, to }) => {
    const loads = loadsOf[model] ?? []
    const dates = new Map<string, Map<string, Readonly<Record<string, string>>>>()
    for (const row of first.filter((each) => each.model === model)) {
      const date = /-(\d{8})_/.exec(row.folder ?? '')?.[1] ?? ''
      if (date < from || date > to) continue
      const night = dates.get(date) ?? new Map<string, Readonly<Record<string, string>>>()
      dates.set(date, night.set(row.load ?? '', row))
    }
    const complete = [...dates].filter(([, night]) => loads.every((load) => night.has(load)))
    return complete
      .sort(([left], [right]) => left.localeCompare(right))
      .map(([date, night]) => ({
        date,
        values: new Map(
          nightMetrics.map(({ metric, column }) => [
            metric,
            loads.map((load) => -Math.log(Number(night.get(load)?.[column]))),
          ]),
        ),
      }))
  }
}

/** The names of a model's loads. */
export function casesOf({ model }: Stretch): string[] {
  return (loadsOf[model] ?? []).map((load) =>
    model === 'GROK1' ? `request rate ${load}` : `concurrency ${load}`,
  )
}
