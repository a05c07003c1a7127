import { planComparison } from '../../planning/plan-comparison.js'
import { withExperience } from '../../verdict/calibration/host-experience.js'
import type { Plan } from '../../comparison/plan.js'
import { quoteOf } from '../../planning/quote.js'
import type { Source } from '../../comparison/source.js'
import { hostsOf } from '../../comparison/stage.js'
import { connectEngine } from '../../docker/engine.js'
import { builderProblems } from '../../host/builder-problems.js'
import { findQuestionFile } from '../../engines/question-file.js'
import { reasonWords } from '../../report/words/launch-reasons.js'
import { remoteOf } from '../../forges/remote.js'
import { openMirror, type Mirror } from '../../git/mirror.js'
import { readSourceTrees } from '../../image/source-trees.js'
import { resolveCommits, resolveSource } from '../../forges/source.js'
import { loadShippedRecipes } from '../../recipes/load.js'
import { readExperience } from '../../run/experience.js'
import { exitCodes, type ExitCode } from '../command-error.js'
import { loadDefaults, withDefaults } from '../defaults.js'
import { describePlan } from '../describe-plan.js'
import { stateFolder } from '../embedded/folders.js'
import type { RequestFlags } from '../options.js'
import { requestOf } from '../request-of.js'
import { defaultOutputFolder, forgeUrl, mirrorsFolder, thisHost } from '../settings.js'
import { findSubject, type Subject } from '../subject.js'

export interface PlanFlags extends RequestFlags {
  json?: boolean
}

/** A merge commit that is being made is waited for a little; `compare` waits longer. */
const waitForMergeSeconds = 10

/** `prbench plan`: decides everything as `compare` would, prints it, and starts nothing. */
export async function plan(given: PlanFlags): Promise<ExitCode> {
  const currentFolder = process.cwd()
  const { flags, taken } = withDefaults(given, await loadDefaults(currentFolder))
  const { request } = await requestOf(flags, currentFolder)
  const planned = await decide(await findSubject(request, false), currentFolder)
  const quote = quoteOf(planned)
  process.stdout.write(
    flags.json === true
      ? `${JSON.stringify({ ...planned, quote }, undefined, 2)}\n`
      : describePlan(planned, quote, { defaults: taken, notices: await noticesOf(planned) }),
  )
  return exitCodes.ok
}

async function decide(subject: Subject, currentFolder: string): Promise<Plan> {
  const { id, repository, request } = subject
  const mirror = await openMirror(remoteOf({ repository, serverUrl: forgeUrl() }), mirrorsFolder())
  const source = await sourceOf(mirror, request)
  const planned = await planComparison(request, source, {
    comparison: id,
    run: 'not started',
    shippedRecipes: await loadShippedRecipes(),
    hosts: [thisHost()],
    outputFolder: defaultOutputFolder(currentFolder),
    now: new Date(),
    readTrees: (places) => readSourceTrees(mirror, source, places),
  })
  return withExperience(planned, await readExperience(stateFolder(), hostsOf(planned)))
}

async function sourceOf(mirror: Mirror, request: Subject['request']): Promise<Source> {
  const { pullRequest, base = '', head = '' } = request
  if (pullRequest !== undefined) return resolveSource({ mirror, pullRequest, waitForMergeSeconds })
  return resolveCommits({ mirror, base, head })
}

/** What this machine lacks of a plan that it is to measure: a sentence each. */
async function noticesOf(plan: Plan): Promise<string[]> {
  if (!hostsOf(plan).includes(thisHost())) return []
  const named = new Set(
    plan.stages.flatMap((stage) =>
      stage.benchmarkType === 'online' && stage.accuracy !== undefined ? [stage.accuracy.data] : [],
    ),
  )
  const files = await Promise.all([...named].map((path) => findQuestionFile(path)))
  const tooOld = await builderProblems(connectEngine(), plan).catch(() => [])
  return [...tooOld, ...files.flatMap((file) => ('problem' in file ? [reasonWords(file.problem)] : []))]
}
