import { execa } from 'execa'
import { oneBatchCommand } from '../../src/engines/sglang/one-batch-command.js'
import { planProcesses } from '../../src/engines/sglang/one-batch-process.js'
import { probedOf } from '../../src/engines/sglang/probe.js'
import { offlineCasesOf, processOptions, sglangRecipe } from '../../src/engines/sglang/stage.js'
import type { RunRecord } from '../../src/run/record.js'

/**
 * The same containers from a plain shell loop of `docker run`: same images, order, commands, limits, and
 * nothing else. Gives its wall time in seconds.
 */
export async function runShellLoop(record: RunRecord): Promise<number> {
  const stage = record.plan.stages[0]
  if (stage?.benchmarkType !== 'offline') throw new Error('a plan without an offline stage')
  const recipe = sglangRecipe(stage)
  const { offline } = recipe
  if (offline === undefined) throw new Error('a recipe without an offline section')
  const cases = offlineCasesOf(stage)
  const lines = record.pairs.flatMap((pair) =>
    pair.launches.flatMap((launch) => {
      const image = record.images.find((known) => known.arm === launch.arm)
      if (image === undefined) throw new Error(`no image of ${launch.arm}`)
      return planProcesses(cases, processOptions(offline)).map((process) => {
        const command = oneBatchCommand(process, {
          module: probedOf(image).oneBatchModule ?? '',
          modelPath: '/models/model',
        })
        const environment = Object.entries(recipe.environment).flatMap(([name, value]) => [
          '-e',
          `${name}=${value}`,
        ])
        return [
          ...['docker', 'run', '--rm', '--init', '--network', 'none', '--cap-drop', 'ALL'],
          ...[
            '--security-opt',
            'no-new-privileges',
            '--memory',
            String(recipe.limits.memoryBytes ?? 2 ** 30),
          ],
          ...[
            '--pids-limit',
            String(recipe.limits.processes),
            '-v',
            `${recipe.weights.model}:/models/model:ro`,
          ],
          ...environment,
          ...['--entrypoint', command[0] ?? '', image.id, ...command.slice(1)],
        ]
          .map((word) => `'${word.replaceAll("'", `'\\''`)}'`)
          .join(' ')
      })
    }),
  )
  const started = performance.now()
  await execa('bash', ['-ec', lines.join('\n')], { stdout: 'ignore' })
  return (performance.now() - started) / 1000
}
