import path from 'node:path'
import { benchmarkModes, benchmarkTypes } from '../comparison/benchmark-type.js'
import type { Recipe } from '../comparison/recipe.js'
import { parseRepository } from '../comparison/repository.js'
import { type ComparisonRequest, type ComparisonRequestInput, requestSchema } from '../comparison/request.js'
import { closest } from '../recipes/closest.js'
import { Refused } from './command-error.js'
import { flagOf } from './request-flags.js'

/** The flags of `compare` and `plan` as the command line gives them: text, or true for a bare switch. */
export interface RequestFlags {
  pr?: string
  repo?: string
  base?: string
  head?: string
  models?: string[]
  benchmarkTypes?: string[]
  mode?: string
  baseImage?: string
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
 * @throws Refused, naming the flag, with what to do
 */
export function requestInput(flags: RequestFlags, currentFolder: string, recipes: readonly Recipe[]) {
  const input: ComparisonRequestInput = {}
  const set = <Key extends keyof ComparisonRequestInput>(key: Key, value: ComparisonRequestInput[Key]) => {
    if (value !== undefined) input[key] = value
  }
  requireSubject(flags)
  set('repository', flags.repo === undefined ? undefined : repositoryText(flags.repo, currentFolder))
  set('pullRequest', wholeNumber('--pr', flags.pr, 'a pull request by its number, as in --pr 1234'))
  set('base', flags.base)
  set('head', flags.head)
  set('models', flags.models)
  set(
    'benchmarkTypes',
    flags.benchmarkTypes?.map((type) => oneOf('benchmark type', type, benchmarkTypes)),
  )
  set('mode', flags.mode === undefined ? undefined : oneOf('mode', flags.mode, benchmarkModes))
  set('baseImage', flags.baseImage)
  set('skipBuild', trueOrFalse('--skip-build', flags.skipBuild))
  set('mainImage', flags.mainImage)
  set('prImage', flags.prImage)
  set('skipGsm8k', trueOrFalse('--skip-gsm8k', flags.skipGsm8k))
  set('outputFolder', outputFolder(flags, currentFolder))
  set(
    'pairs',
    wholeNumber('--pairs', flags.pairs, 'how many pairs of launches are measured, as in --pairs 4'),
  )
  set(
    'maxPairs',
    wholeNumber('--max-pairs', flags.maxPairs, 'the most pairs a stage may take, as in --max-pairs 10'),
  )
  if (flags.pairs !== undefined && flags.maxPairs !== undefined) {
    throw new Refused('--pairs fixes the number of pairs, --max-pairs bounds it: give one of them')
  }
  set('budgetSeconds', duration('--budget', flags.budget))
  set('deadlineSeconds', duration('--deadline', flags.deadline))
  set(
    'maxLaunches',
    wholeNumber(
      '--max-launches',
      flags.maxLaunches,
      'the most launches, two a pair, as in --max-launches 40',
    ),
  )
  set('threshold', percentage(flags.threshold))
  set('hosts', flags.host)
  set('historical', trueOrFalse('--historical', flags.historical))
  set('calibrate', flags.calibrate)
  set('seed', wholeNumber('--seed', flags.seed, 'a whole number'))
  if (recipes.length > 0) set('recipes', [...recipes])
  return input
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

function requireSubject({ pr, base, head, skipBuild, mainImage, prImage }: RequestFlags): void {
  if (pr === undefined && base === undefined && head === undefined) {
    throw new Refused('name what to compare: --pr 1234, or two commits with --base REF --head REF')
  }
  const builds = trueOrFalse('--skip-build', skipBuild) !== true
  if (!builds && (mainImage === undefined || prImage === undefined)) {
    const missing = [mainImage === undefined ? '--main-image' : '', prImage === undefined ? '--pr-image' : '']
    throw new Refused(
      `--skip-build needs both images: add ${missing.filter((flag) => flag !== '').join(' and ')}`,
    )
  }
  if (builds && (mainImage ?? prImage) !== undefined) {
    throw new Refused('--main-image and --pr-image are for images that exist already: add --skip-build')
  }
}

function repositoryText(text: string, currentFolder: string): string {
  const parsed = parseRepository(text, currentFolder)
  if (!parsed.ok) throw new Refused(`--repo: ${parsed.problem}`)
  return parsed.repository.text
}

function outputFolder({ outputDir, workDir }: RequestFlags, currentFolder: string): string | undefined {
  if (outputDir !== undefined && workDir !== undefined && outputDir !== workDir) {
    throw new Refused('--output-dir and --work-dir mean the same: give one of them')
  }
  const folder = outputDir ?? workDir
  if (folder === '') throw new Refused('--output-dir takes a folder')
  return folder === undefined ? undefined : path.resolve(currentFolder, folder)
}

export function wholeNumber(flag: string, text: string | undefined, what: string): number | undefined {
  if (text === undefined) return undefined
  const number = /^\d{1,15}$/.test(text) ? Number(text) : undefined
  if (number === undefined) throw new Refused(`${flag} takes ${what}; "${text}" is not one`)
  return number
}

const secondsOf: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

/** 90m is 5400 seconds. */
function duration(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text.trim()) ?? []
  const seconds = Number(digits) * (secondsOf[unit] ?? NaN)
  if (!(seconds > 0)) throw new Refused(`${flag} takes a time such as 6h or 90m; "${text}" is not one`)
  return seconds
}

/** 5 is 5 %. */
export function percentage(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const [, digits] = /^(\d+(?:\.\d+)?)\s*%?$/.exec(text.trim()) ?? []
  const percent = Number(digits)
  if (digits === undefined || percent <= 0 || percent > 50) {
    throw new Refused(
      `--threshold takes percent above 0 and up to 50, as in --threshold 5; "${text}" is not that`,
    )
  }
  return percent / 100
}

/** What a switch says that may have a value; undefined where it was not given. */
export function trueOrFalse(flag: string, text: string | true | undefined): boolean | undefined {
  if (text === undefined || text === true) return text
  if (/^(true|yes|1)$/i.test(text)) return true
  if (/^(false|no|0)$/i.test(text)) return false
  throw new Refused(`${flag} takes true or false; "${text}" is neither`)
}

function oneOf<Word extends string>(what: string, text: string, known: readonly Word[]): Word {
  const found = known.find((word) => word === text)
  if (found !== undefined) return found
  const meant = closest(text, known)
  const advice = meant === undefined ? '' : `did you mean "${meant}"? `
  throw new Refused(`unknown ${what} "${text}": ${advice}known are ${known.join(', ')}`)
}
