import type { CaseResult } from '../comparison/launch.js'
import type { ClientReader, Program, ServerProcess } from './engine.js'
import { loadWarmUps, type OnlineCase } from './online-cases.js'
import type { OnlineSection } from './online-section.js'

/** How an engine's load generator puts a load on a server. */
export interface LoadGenerator {
  readonly program: (address: string, load: Omit<OnlineCase, 'name'>) => Omit<Program, 'markers'>
  readonly markers: readonly string[]
  readonly resultFile: NonNullable<Program['resultFile']>
  readonly reader: (entry: OnlineCase) => ClientReader<CaseResult>
}

/** What the servers of all engines have in common: their times, and the programs that ask them. */
export function onlineServer(online: OnlineSection, cases: readonly OnlineCase[], generator: LoadGenerator) {
  const { readyDeadlineSeconds, stopDeadlineSeconds, warmUpPrompts } = online
  return {
    kind: 'server',
    cases: cases.map(({ name }) => name),
    readySeconds: readyDeadlineSeconds,
    stopSeconds: stopDeadlineSeconds,
    healthPath: '/health',
    // A few requests of each shape, all at once; then each load for a short time.
    warmUps: (address) => {
      const shapes = new Map(cases.map((entry) => [`${entry.inputLength}x${entry.outputLength}`, entry]))
      const ofShapes = [...shapes].map(([name, entry]) => ({
        ...{ ...entry, name, prompts: warmUpPrompts },
        load: { requestRate: Infinity },
      }))
      const ofLoads = loadWarmUps(online, cases).map((entry, index) => ({
        ...entry,
        name: `load-${index + 1}`,
      }))
      return [...(warmUpPrompts === 0 ? [] : ofShapes), ...ofLoads].map((load) => ({
        ...generator.program(address, load),
        ...{ name: load.name, markers: [] },
      }))
    },
    client: (name, address) => {
      const entry = cases.find((known) => known.name === name)
      if (entry === undefined) throw new RangeError(`the server was not started for a case ${name}`)
      const { markers, resultFile } = generator
      return {
        ...generator.program(address, entry),
        ...{ markers, resultFile },
        reader: () => generator.reader(entry),
      }
    },
  } as const satisfies Partial<ServerProcess>
}

/** What a server that only primes is asked for: within the deadline of that, and each shape at least once. */
export function withinPriming<Online extends OnlineSection>(online: Online, most: number): Online {
  return {
    ...online,
    readyDeadlineSeconds: Math.min(online.readyDeadlineSeconds, most),
    caseDeadlineSeconds: Math.min(online.caseDeadlineSeconds, most),
    warmUpPrompts: Math.max(online.warmUpPrompts, 1),
  }
}
