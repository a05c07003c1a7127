import type { BuiltImage } from '../comparison/image.js'
import { readServingHelp, servingHelpCommand, servingModules } from '../engines/sglang/serving-command.js'
import type { ArmBuild } from './build-arm-image.js'
import { runProbe } from './run-probe.js'

const linesKept = 20

/**
 * What this image's load generator takes: arguments that a version lacks are not passed to it. One that does not
 * even print its help costs the online stages, and nothing else.
 */
export async function probeServing(
  build: ArmBuild,
  imageId: string,
  module: string | undefined,
): Promise<Pick<BuiltImage, 'serving' | 'servingProblem'>> {
  if (module === undefined) {
    return { servingProblem: `main's image has no load generator (${servingModules.join(', ')})` }
  }
  const { output, exitCode } = await runProbe(build, imageId, {
    name: 'probe-serving',
    command: servingHelpCommand(module),
    imports: true,
  })
  const { flags, datasets } = readServingHelp(output)
  if (exitCode !== 0 || flags.size === 0) {
    const problem = `the load generator ${module} of main's image does not start (exit code ${exitCode})`
    return { servingProblem: [problem, ...output.split('\n').slice(-linesKept)].join('\n') }
  }
  return { serving: { module, flags: [...flags].sort(), datasets: [...datasets].sort() } }
}
