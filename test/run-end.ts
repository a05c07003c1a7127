import { relative } from 'node:path'
import type { Reporter, TestCase, TestModule } from 'vitest/node'

const shownFiles = 30
const shownLines = 40

/**
 * Prints at the end of a run, beside vitest's own report, which files took longest and, last of all, what
 * failed and why: of a long output often only the end is kept.
 */
export class RunEnd implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    console.log(['', ...timesOf(modules), ...modules.flatMap(failuresOf)].join('\n'))
  }
}

function timesOf(modules: readonly TestModule[]): string[] {
  const files = modules
    .map((module) => ({ module, seconds: secondsOf(module) }))
    .sort((left, right) => left.seconds - right.seconds)
  const lines = files.map(
    ({ module, seconds }) =>
      `${seconds.toFixed(1).padStart(7)} s  ${module.project.name.padEnd(8)}  ${pathOf(module)}`,
  )
  return [`The ${shownFiles} files that took longest:`, ...lines.slice(-shownFiles)]
}

/** From its import to the end of its last hook. */
function secondsOf(module: TestModule): number {
  const { collectDuration, setupDuration, duration } = module.diagnostic()
  return (collectDuration + setupDuration + duration) / 1000
}

function failuresOf(module: TestModule): string[] {
  const ofFile = module.errors().map((error) => failure(pathOf(module), error))
  const ofTests = [...module.children.allTests('failed')].flatMap((test) =>
    errorsOf(test).map((error) => failure(`${pathOf(module)} > ${test.fullName}`, error)),
  )
  return [...ofFile, ...ofTests]
}

function errorsOf(test: TestCase): readonly { message: string }[] {
  return test.result().errors ?? []
}

function failure(
  where: string,
  { message, diff, stack }: { message: string; diff?: string | undefined; stack?: string | undefined },
): string {
  const lines = [message, diff ?? stack ?? ''].join('\n').split('\n').slice(0, shownLines)
  return [`\nFailed: ${where}`, ...lines.map((line) => `  ${line}`)].join('\n')
}

function pathOf(module: TestModule): string {
  return relative(module.project.config.root, module.moduleId)
}
