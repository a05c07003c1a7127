import type { ComparisonRequest } from '../../comparison/request.js'
import { parseRepository } from '../../forges/repository.js'
import type { RunRecord } from '../../run/record.js'

/** A command line, and what it does. */
export interface ReportCommand {
  readonly what: string
  readonly command: string
}

/** How the comparison can be done again, looked at and judged by other rules. */
export function commandsOf(record: RunRecord): ReportCommand[] {
  const { plan } = record
  const { request, source, images, runDirectory } = plan
  const given = optionsOf(request)
  if (request.calibrate) {
    const what = 'calibrate the host again'
    return [{ what, command: line('prbench calibrate', ['--ref', source.base.sha], given) }]
  }
  const names = ['--base', source.base.sha, '--head', source.head.sha]
  const tags = ['--skip-build', '--main-image', images.main.tag, '--pr-image', images.pr.tag]
  const isBuilt = record.images.length > 0 && !request.skipBuild
  return [
    ...(request.pullRequest === undefined
      ? []
      : [
          {
            what: 'compare the pull request as it is now',
            command: compareLine(['--pr', `${request.pullRequest}`], given),
          },
        ]),
    { what: 'compare these commits', command: compareLine(names, given) },
    ...(isBuilt
      ? [
          {
            what: 'compare these images, while the host has them',
            command: compareLine([...names, ...tags], given),
          },
        ]
      : []),
    { what: 'render this report again', command: line('prbench report', [runDirectory]) },
    {
      what: 'judge the samples by another threshold',
      command: line('prbench verdict', [`${runDirectory}/samples.csv`, '--threshold', '3']),
    },
  ]
}

/** The command that measures what a comparison lacks. */
export function retryLine(comparison: string): string {
  return line('prbench retry', [comparison])
}

/** The command that compares the same with so many pairs, or with as many as settle it. */
export function pairsLine({ request, source }: RunRecord['plan'], pairs?: number): string {
  const names =
    request.pullRequest === undefined
      ? ['--base', source.base.sha, '--head', source.head.sha]
      : ['--pr', `${request.pullRequest}`]
  const others = optionsOf(request, ['pairs', 'maxPairs', 'historical'])
  return compareLine(names, pairs === undefined ? others : [...others, ['--pairs', `${pairs}`]])
}

type Option = readonly string[]

function compareLine(names: readonly string[], options: readonly Option[]): string {
  return line('prbench compare', names, options)
}

function line(command: string, words: readonly string[], options: readonly Option[] = []): string {
  return [command, ...[...words, ...options.flat()].map(shellWord)].join(' ')
}

/** What was asked for beside commits and images, where it is not what prbench does by itself. */
function optionsOf(request: ComparisonRequest, without: readonly (keyof ComparisonRequest)[] = []): Option[] {
  const { models, recipes, benchmarkTypes = [], hosts = [] } = request
  const repository = parseRepository(request.repository)
  const isOfForge = repository.ok && repository.repository.kind === 'forge'
  // A URL may hold a password.
  const named = isOfForge ? repository.repository.key : request.repository.replace(/\/\/[^/@]*@/, '//')
  const options: readonly (readonly [keyof ComparisonRequest, boolean, Option])[] = [
    ['repository', true, ['--repo', named]],
    ['recipes', recipes.length > 0, recipes.flatMap(({ name }) => ['--recipe', `${name}.yaml`])],
    ['models', true, ['--models', models.join(',')]],
    ['benchmarkTypes', benchmarkTypes.length > 0, ['--benchmark-types', benchmarkTypes.join(',')]],
    ['mode', request.mode !== 'normal', ['--mode', request.mode]],
    ['baseImage', request.baseImage !== undefined, ['--base-image', request.baseImage ?? '']],
    ['build', request.build !== 'auto', ['--build', request.build]],
    [
      'skipBuild',
      request.skipBuild,
      ['--skip-build', '--main-image', request.mainImage ?? '', '--pr-image', request.prImage ?? ''],
    ],
    ['skipGsm8k', request.skipGsm8k, ['--skip-gsm8k']],
    ['historical', request.historical, ['--historical']],
    ['pairs', request.pairs !== undefined, ['--pairs', `${request.pairs ?? ''}`]],
    [
      'maxPairs',
      request.pairs === undefined && request.maxPairs !== 10,
      ['--max-pairs', `${request.maxPairs}`],
    ],
    [
      'threshold',
      request.threshold !== 0.05,
      ['--threshold', `${Number((100 * request.threshold).toFixed(6))}`],
    ],
    ['hosts', hosts.length > 0, ['--host', hosts.join(',')]],
    ['seed', request.seed !== undefined, ['--seed', `${request.seed ?? ''}`]],
  ]
  return options.flatMap(([field, isGiven, words]) => (isGiven && !without.includes(field) ? [words] : []))
}

/** A word as a shell takes it for itself. */
function shellWord(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./~^-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
