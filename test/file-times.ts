import { relative } from 'node:path'
import type { Reporter, TestModule } from 'vitest/node'

/**
 * Prints at the end of a run how long each file with tests took, the longest last, beside vitest's own
 * report.
 */
export class FileTimes implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const files = modules
      .map((module) => ({ module, seconds: secondsOf(module) }))
      .sort((left, right) => left.seconds - right.seconds)
    const lines = files.map(
      ({ module, seconds }) =>
        `${seconds.toFixed(1).padStart(7)} s  ${module.project.name.padEnd(8)}  ` +
        relative(module.project.config.root, module.moduleId),
    )
    console.log(['', 'Time of each file:', ...lines].join('\n'))
  }
}

/** From its import to the end of its last hook. */
function secondsOf(module: TestModule): number {
  const { collectDuration, setupDuration, duration } = module.diagnostic()
  return (collectDuration + setupDuration + duration) / 1000
}
