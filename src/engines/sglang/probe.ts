import { z } from 'zod'
import type { ImageProbe, ProbeAnswer } from '../definition.js'
import { firstModule, moduleProbeCommand } from './module-probe.js'
import { gsm8kModules } from './accuracy.js'
import { oneBatchModules } from './one-batch-command.js'
import {
  readServingHelp,
  servingHelpCommand,
  servingModules,
  servingProgramSchema,
} from './serving-command.js'

/** What prbench knows of an image of SGLang. */
const sglangProbedSchema = z.object({
  /** The name under which it has its one-batch benchmark. */
  oneBatchModule: z.string().nullable().default(null),
  /** Its load generator and what that takes; absent where it has none, or none is needed of it. */
  serving: servingProgramSchema.exactOptional(),
  /** Why the load generator cannot be used, although one is needed: a sentence, below it what it printed. */
  servingProblem: z.string().exactOptional(),
  /** The name of its evaluator of GSM8K; absent where it has none, or none is needed of it. */
  gsm8kModule: z.string().exactOptional(),
})

export type SglangProbed = z.infer<typeof sglangProbedSchema>

/** What the probes of this image found. */
export function probedOf({ probed }: { readonly probed: unknown }): SglangProbed {
  return sglangProbedSchema.parse(probed)
}

const linesKept = 20

/**
 * Which names an image's SGLang has its benchmarks under; they have moved between versions. One container
 * that imports nothing answers for all of them. What drives the servers of both arms comes from one image, so
 * that one alone is asked what its load generator takes: arguments that a version lacks are not passed to it.
 * One that does not even print its help costs the online stages, and nothing else.
 */
export function sglangProbe(
  [modules, help]: readonly ProbeAnswer[],
  { drivesServers }: { readonly drivesServers: boolean },
): ImageProbe | { readonly probed: SglangProbed } {
  if (modules === undefined) {
    const candidates = [...oneBatchModules, ...servingModules, ...gsm8kModules]
    return { name: 'probe', command: moduleProbeCommand(candidates) }
  }
  const oneBatchModule = firstModule(modules.output, oneBatchModules) ?? null
  if (!drivesServers) return { probed: { oneBatchModule } }

  const module = firstModule(modules.output, servingModules)
  if (module !== undefined && help === undefined) {
    return { name: 'probe-serving', command: servingHelpCommand(module), imports: true }
  }
  const gsm8kModule = firstModule(modules.output, gsm8kModules)
  return {
    probed: {
      oneBatchModule,
      ...servingFound(module, help),
      ...(gsm8kModule === undefined ? {} : { gsm8kModule }),
    },
  }
}

function servingFound(
  module: string | undefined,
  help: ProbeAnswer | undefined,
): Pick<SglangProbed, 'serving' | 'servingProblem'> {
  if (module === undefined || help === undefined) {
    return { servingProblem: `main's image has no load generator (${servingModules.join(', ')})` }
  }
  const { output, exitCode } = help
  const serving = readServingHelp(module, output)
  if (exitCode !== 0 || serving.flags.length === 0) {
    const problem = `the load generator ${module} of main's image does not start (exit code ${exitCode})`
    return { servingProblem: [problem, ...output.split('\n').slice(-linesKept)].join('\n') }
  }
  return { serving }
}
