import { execa } from 'execa'
import { formatBytes } from '../host/cleaning/describe-removals.js'
import { imageBytes, roomForImages } from '../host/cleaning/room.js'
import { engineFor } from '../docker/build.js'
import { connectEngine, type Engine } from '../docker/engine.js'
import { gpuBusy, idleVramPercent } from '../gpus/busy.js'
import { readGpuState } from '../gpus/read-state.js'
import { findVendor } from '../gpus/registry.js'
import { findModelFolder } from '../host/model-folder.js'
import { findQuestionFile } from '../engines/question-file.js'
import { reasonWords } from '../report/words/launch-reasons.js'
import { loadShippedRecipes } from '../recipes/load.js'
import { messageOf } from './command-error.js'
import { connect, findServerChoice } from './connection.js'
import { examineBuilds } from './examine-builds.js'
import { findTemporalCli } from './embedded/temporal-cli.js'
import { good, missing, note, type Finding } from './finding.js'
import { examineSearchAttributes } from './register-search-attributes.js'
import { leastFreeBytes } from './settings.js'

/** Everything that is looked at, independent of one another. None of them throws. */
export const examinations: readonly (() => Promise<Finding[]>)[] = [
  node,
  git,
  docker,
  examineBuilds,
  temporal,
  gpu,
  models,
  questions,
]

function node(): Promise<Finding[]> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const fits = major > 20 || (major === 20 && minor >= 19)
  const { version } = process
  return Promise.resolve([
    fits ? good('Node', version) : missing('Node', `${version} is too old. Install Node 20.19 or newer`),
  ])
}

async function git(): Promise<Finding[]> {
  const { failed, stdout } = await execa('git', ['--version'], {
    reject: false,
    timeout: 5000,
    stdin: 'ignore',
  })
  return [failed ? missing('git', 'not on PATH. Run scripts/setup.sh') : good('git', stdout)]
}

async function docker(): Promise<Finding[]> {
  const engine = connectEngine()
  try {
    const { version, majorVersion, liveRestore, freeBytes, storageRoot } = await engine.check()
    const findings = [good('Docker', `${version} at ${engine.address}`)]
    if (majorVersion < engineFor.trimming) {
      const detail = `Engine ${version} cannot build current engine images (heredocs, trimmed variables). Install ${engineFor.trimming} or newer. The demo works`
      findings.push(note('Docker builds', detail))
    }
    findings.push(
      liveRestore
        ? good('live-restore', 'on: benchmarks survive a restart of the daemon')
        : note(
            'live-restore',
            'off: a daemon restart ends the running launch. Set "live-restore": true in /etc/docker/daemon.json',
          ),
    )
    if (freeBytes !== undefined) findings.push(await disk(engine, freeBytes, storageRoot))
    return findings
  } catch (error) {
    return [missing('Docker', messageOf(error))]
  }
}

/** By the same rule as `compare`, for the recipes that are shipped. */
async function disk(engine: Engine, freeBytes: number, storageRoot: string): Promise<Finding> {
  const bases = (await loadShippedRecipes()).map(({ image }) => image.base)
  const needed = roomForImages(await Promise.all(bases.map((base) => imageBytes(engine, base))))
  const least = leastFreeBytes()
  const free = `${formatBytes(freeBytes)} free under ${storageRoot}`
  const limit = `workers clean up below ${formatBytes(least)} (PRBENCH_MIN_FREE_GB)`
  if (freeBytes < least) return missing('disk', `${free}: ${limit}`)
  if (freeBytes >= needed) return good('disk', `${free}; ${limit}`)
  const lacking = `the two largest images need ${formatBytes(needed)}`
  return note('disk', `${free}, but ${lacking}. Try prbench clean; ${limit}`)
}

async function temporal(): Promise<Finding[]> {
  try {
    const choice = await findServerChoice()
    if (!choice)
      return [good('Temporal', `not running; started when needed, with ${await findTemporalCli()}`)]
    await using server = await connect(choice)
    return [
      good('Temporal', `${choice.kind} server at ${choice.address}`),
      await examineSearchAttributes(server),
    ]
  } catch (error) {
    return [missing('Temporal', messageOf(error))]
  }
}

/** By the same rule as before a pair. */
async function gpu(): Promise<Finding[]> {
  try {
    const vendor = await findVendor()
    if (vendor.tools.length === 0) return [note('GPU', 'none: engines run on the CPU here')]
    const states = await readGpuState(vendor)
    const reason = gpuBusy(states, { vramPercent: idleVramPercent })
    return [
      reason === undefined
        ? good('GPU', `${states.length} GPUs, all free`)
        : note('GPU', `not free, so pairs would wait: ${reason}`),
    ]
  } catch (error) {
    return [missing('GPU', messageOf(error))]
  }
}

async function models(): Promise<Finding[]> {
  const recipes = await loadShippedRecipes()
  return Promise.all(
    recipes.map(async ({ name, weights }): Promise<Finding> => {
      const subject = `model ${name}`
      try {
        await findModelFolder(weights.model, '/model')
        if (weights.tokenizer !== undefined) await findModelFolder(weights.tokenizer, '/tokenizer')
        return good(subject, weights.model)
      } catch (error) {
        return note(subject, messageOf(error))
      }
    }),
  )
}

/** Of the recipes that name no file of their own. */
async function questions(): Promise<Finding[]> {
  const file = await findQuestionFile(undefined)
  return [
    'problem' in file ? note('GSM8K', reasonWords(file.problem)) : good('GSM8K', `questions in ${file.path}`),
  ]
}
