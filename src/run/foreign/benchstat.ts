import type { Better } from '../../comparison/metric.js'
import { excerpt, ResultFileError } from '../../comparison/result-file-error.js'
import { median } from '../../verdict/statistics/location.js'
import type { ForeignLaunch, ForeignValue } from './launch.js'

interface Series extends Omit<ForeignValue, 'value'> {
  readonly values: number[]
}

/**
 * The output of `go test -bench`, which benchstat reads, too: `BenchmarkName-8  1000  1234 ns/op  16 B/op`.
 * A benchmark has a line for each of its runs. https://go.dev/design/14313-benchmark-format
 */
export function readGoBenchmarks(text: string, file: string): ForeignLaunch {
  const series = new Map<string, Series>()
  const directions = new Map<string, Better>()
  let pkg = ''
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    pkg = /^pkg:\s*(.*\S)/.exec(line)?.[1] ?? pkg
    const [, unit, better] = /^Unit\s+(\S+)\s.*\bbetter=(higher|lower)\b/.exec(line) ?? []
    if (unit !== undefined) directions.set(unit, better === 'higher' ? 'higher' : 'lower')
    const [name = '', count = '', ...pairs] = line.trim().split(/\s+/)
    if (!/^Benchmark(?![a-z])/.test(name) || !/^\d+$/.test(count)) continue
    const row = index + 1
    if (pairs.length === 0 || pairs.length % 2 !== 0)
      throw new ResultFileError({ file, row }, `expected values with their units (${excerpt(line)})`)
    for (let place = 0; place < pairs.length; place += 2) {
      const [written = '', unitOfValue = ''] = pairs.slice(place, place + 2)
      const value = Number(written)
      if (!Number.isFinite(value) || value < 0)
        throw new ResultFileError({ file, row, column: unitOfValue }, `${excerpt(written)} is not a number`)
      const benchmark = [pkg, name.replace(/^Benchmark/, '')].filter((part) => part !== '').join(' ')
      const key = JSON.stringify([benchmark, unitOfValue])
      const known = series.get(key) ?? {
        case: benchmark,
        metric: unitOfValue,
        unit: unitOfValue,
        better: unitOfValue.endsWith('/s') ? ('higher' as const) : ('lower' as const),
        values: [],
      }
      known.values.push(value)
      series.set(key, known)
    }
  }
  if (series.size === 0) throw new ResultFileError({ file, row: 1 }, 'no line is of a Go benchmark')
  const values = [...series.values()].map(({ values: all, ...rest }) => ({
    ...rest,
    better: directions.get(rest.unit) ?? rest.better,
    value: median(all),
  }))
  return { file, measuredAt: '', values }
}
