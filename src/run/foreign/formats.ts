import { savedLoadReaders } from '../../engines/registry.js'
import { onlineMetrics } from '../../engines/online-metrics.js'
import { readGoBenchmarks } from './benchstat.js'
import { readHyperfine } from './hyperfine.js'
import type { LaunchReader } from './launch.js'
import { readPytestBenchmark } from './pytest-benchmark.js'

/** The files of other programs that can be judged, by what `--from` calls them. */
export const foreignFormats: Readonly<Record<string, LaunchReader>> = {
  benchstat: readGoBenchmarks,
  hyperfine: readHyperfine,
  'pytest-benchmark': readPytestBenchmark,
  ...Object.fromEntries(
    Object.entries(savedLoadReaders).map(([engine, read]): [string, LaunchReader] => [
      engine,
      (text, file) => {
        const { model, case: name, measuredAt, metrics } = read(text, file)
        const values = onlineMetrics.flatMap(({ name: metric, unit, better }) => {
          const value = metrics[metric]
          return value === undefined ? [] : [{ case: name, metric, unit, better, value }]
        })
        return { file, measuredAt, model, benchmarkType: 'online', values }
      },
    ]),
  ),
}
