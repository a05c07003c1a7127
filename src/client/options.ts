import path from 'node:path'
import { benchmarkModes, benchmarkTypes } from '../comparison/benchmark-type.js'
import type { Recipe } from '../comparison/recipe.js'
import { parseRepository } from '../forges/repository.js'
import {
  buildWays,
  type ComparisonRequest,
  type ComparisonRequestInput,
  requestSchema,
} from '../comparison/request.js'
import { defaultEngine, engineOf } from '../engines/registry.js'
import { closest } from '../recipes/closest.js'
import { Refused } from './command-error.js'
import { flagOf } from './request-flags.js'

/** The flags of `compare` and `plan` as the command line gives them: text, or true for a bare switch. */
export interface RequestFlags {
  pr?: string
  prHead?: string
  repo?: string
  recipe?: string[]
  base?: string
  head?: string
  models?: string[]
  benchmarkTypes?: string[]
  mode?: string
  baseImage?: string
  build?: string
  skipBuild?: string | true
  mainImage?: string
  prImage?: string
  skipGsm8k?: string | true
  outputDir?: string
  workDir?: string
  pairs?: string
  maxPairs?: string
  budget?: string
  deadline?: string
  maxLaunches?: string
  threshold?: string
  host?: string[]
  historical?: string | true
  /** Of `prbench calibrate` alone. */
  calibrate?: true
  seed?: string
}

/**
 * The request that the flags ask for. Only what was given is in it: the schema knows the rest.
 *
 * @param recipes those of `--recipe`; without `--models` they are the ones to measure
 * @throws Refused, naming the flag and what to do
 */
export function requestInput(
  flags: RequestFlags,
  currentFolder: string,
  recipes: readonly Recipe[],
): ComparisonRequestInput {
  if (flags.pr === undefined && flags.base === undefined && flags.head === undefined) {
    throw new Refused('nothing to compare: add --pr 1234, or --base REF --head REF')
  }
  refuseBothPairs(flags)
  const named = recipes.map(({ name }) => name)
  const { repository, pullRequest } = subjectOf(flags, currentFolder, recipes)
  const asked = given({
    pullRequest,
    pullRequestHead: flags.prHead,
    base: flags.base,
    head: flags.head,
    models: flags.models ?? (named.length === 0 ? undefined : [...new Set(named)]),
    benchmarkTypes: flags.benchmarkTypes?.map((type) => oneOf('benchmark type', type, benchmarkTypes)),
    mode: flags.mode === undefined ? undefined : oneOf('mode', flags.mode, benchmarkModes),
    baseImage: flags.baseImage,
    build: flags.build === undefined ? undefined : oneOf('way to build', flags.build, buildWays),
    skipBuild: trueOrFalse('--skip-build', flags.skipBuild),
    mainImage: flags.mainImage,
    prImage: flags.prImage,
    skipGsm8k: trueOrFalse('--skip-gsm8k', flags.skipGsm8k),
    outputFolder: outputFolder(flags, currentFolder),
    pairs: wholeNumber('--pairs', flags.pairs, '4'),
    maxPairs: wholeNumber('--max-pairs', flags.maxPairs, '10'),
    budgetSeconds: seconds('--budget', flags.budget),
    deadlineSeconds: seconds('--deadline', flags.deadline),
    maxLaunches: wholeNumber('--max-launches', flags.maxLaunches, '40'),
    threshold: percentage(flags.threshold),
    hosts: flags.host,
    historical: trueOrFalse('--historical', flags.historical),
    calibrate: flags.calibrate,
    seed: wholeNumber('--seed', flags.seed, '1'),
    recipes: recipes.length === 0 ? undefined : [...recipes],
  })
  return { repository, ...asked }
}

type Given<Fields> = { [Field in keyof Fields]?: Exclude<Fields[Field], undefined> }

/** The fields that are there: the schema tells an absent one from one that is undefined. */
function given<Fields extends object>(fields: Fields): Given<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Given<Fields>
}

/**
 * The whole request behind an input, defaults filled in.
 *
 * @throws Refused, naming each flag that is wrong
 */
export function completeRequest(input: ComparisonRequestInput): ComparisonRequest {
  const parsed = requestSchema.safeParse(input)
  if (parsed.success) return parsed.data
  const sentences = parsed.error.issues.map(({ path: [key], message }) =>
    key === undefined ? message : `${flagOf(String(key))}: ${message}`,
  )
  throw new Refused([...new Set(sentences)].join('\n'))
}

const pullRequestUrl = /^https?:\/\/(.+?)\/pull\/(\d+)(?:[/?#].*)?$/i

/** Whether `--pr` is the address of a page, which names its repository, too. */
export function namesRepository(pr: string | undefined): boolean {
  return pullRequestUrl.test(pr ?? '')
}

/**
 * `--pr` by its number, or by the address of its page, which names its repository, too. Where nothing names a
 * repository, it is that of the engine that the recipes are for.
 */
function subjectOf({ pr, repo }: RequestFlags, currentFolder: string, [recipe]: readonly Recipe[]) {
  const [, page, number] = pullRequestUrl.exec(pr ?? '') ?? []
  const repository = repo === undefined ? undefined : repositoryText('--repo', repo, currentFolder)
  if (page === undefined) {
    const usual = engineOf(recipe ?? { engine: defaultEngine.name }).repository
    return { repository: repository ?? usual, pullRequest: wholeNumber('--pr', pr, '1234') }
  }
  const ofPage = repositoryText('--pr', `https://${page}`, currentFolder)
  if (repository !== undefined && repository !== ofPage) {
    throw new Refused(`--pr is a pull request of ${ofPage}, and --repo is ${repository}: leave --repo out`)
  }
  return { repository: ofPage, pullRequest: Number(number) }
}

function repositoryText(flag: string, text: string, currentFolder: string): string {
  if (flag === '--repo' && pullRequestUrl.test(text)) {
    throw new Refused(`--repo is the URL of a pull request: use --pr ${text}`)
  }
  const parsed = parseRepository(text, currentFolder)
  if (!parsed.ok) throw new Refused(`${flag}: ${parsed.problem}`)
  return parsed.repository.text
}

function outputFolder({ outputDir, workDir }: RequestFlags, currentFolder: string): string | undefined {
  if (outputDir !== undefined && workDir !== undefined && outputDir !== workDir) {
    throw new Refused('--output-dir and --work-dir are the same option: use one of them')
  }
  const folder = outputDir ?? workDir
  if (folder === '') throw new Refused('--output-dir is empty: name a folder')
  return folder === undefined ? undefined : path.resolve(currentFolder, folder)
}

/** @throws Refused, naming the flag with an example */
export function wholeNumber(flag: string, text: string | undefined, example: string): number | undefined {
  if (text === undefined) return undefined
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new Refused(`${flag} needs a whole number, such as ${flag} ${example}; got "${text}"`)
}

const secondsOf: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

/** 90m is 5400 seconds. */
function seconds(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text.trim()) ?? []
  const time = Number(digits) * (secondsOf[unit] ?? NaN)
  if (!(time > 0)) throw new Refused(`${flag} needs a time, such as ${flag} 6h or ${flag} 90m; got "${text}"`)
  return time
}

/**
 * 5 and 5% are 5 %.
 *
 * @throws Refused where it is out of range, or may be meant as a fraction
 */
export function percentage(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const [, digits, sign] = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(text.trim()) ?? []
  const percent = Number(digits)
  if (digits === undefined || percent <= 0 || percent > 50) {
    throw new Refused(
      `--threshold needs a percentage above 0 and up to 50, such as --threshold 5; got "${text}"`,
    )
  }
  if (sign === '' && percent <= 0.5) {
    const asFraction = Number((100 * percent).toFixed(6))
    throw new Refused(
      `--threshold ${digits} has two readings: use --threshold ${asFraction} for ${asFraction} %, or --threshold ${digits}% for ${digits} %`,
    )
  }
  return percent / 100
}

/** What a switch says that may have a value; undefined where it was not given. */
export function trueOrFalse(flag: string, text: string | true | undefined): boolean | undefined {
  if (text === undefined || text === true) return text
  if (/^(true|yes|1)$/i.test(text)) return true
  if (/^(false|no|0)$/i.test(text)) return false
  throw new Refused(`${flag} needs true or false; got "${text}"`)
}

function oneOf<Word extends string>(what: string, text: string, known: readonly Word[]): Word {
  const found = known.find((word) => word === text)
  if (found !== undefined) return found
  const meant = closest(text, known)
  const advice = meant === undefined ? '.' : `; did you mean "${meant}"?`
  throw new Refused(`unknown ${what} "${text}"${advice} Choose from ${known.join(', ')}`)
}

/** @throws Refused, where both of two flags are given that say different things */
export function refuseBothPairs({ pairs, maxPairs }: Pick<RequestFlags, 'pairs' | 'maxPairs'>): void {
  if (pairs !== undefined && maxPairs !== undefined)
    throw new Refused('use either --pairs or --max-pairs, not both')
}
