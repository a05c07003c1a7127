import { execa } from 'execa'
import { formatBytes } from '../host/cleaning/describe-removals.js'
import { imageBytes, roomForImages } from '../host/cleaning/room.js'
import { connectEngine, type Engine } from '../docker/engine.js'
import { gpuBusy, idleVramPercent } from '../gpus/busy.js'
import { readGpuState } from '../gpus/read-state.js'
import { findVendor } from '../gpus/registry.js'
import { findModelFolder } from '../host/model-folder.js'
import { findQuestionFile } from '../engines/question-file.js'
import { loadShippedRecipes } from '../recipes/load.js'
import { messageOf } from './command-error.js'
import { connect, findServerChoice } from './connection.js'
import { findTemporalCli } from './embedded/temporal-cli.js'
import { missingSearchAttributes } from './register-search-attributes.js'
import { leastFreeBytes } from './settings.js'

/** One line of `prbench doctor`. `missing`: no comparison can run; `note`: some cannot, or worth knowing. */
export interface Finding {
  state: 'good' | 'note' | 'missing'
  subject: string
  detail: string
}

/** The engines' Dockerfiles have heredocs, which older builders do not understand. */
const engineForHeredocs = 23

/** Everything that is looked at, independent of one another. None of them throws. */
export const examinations: readonly (() => Promise<Finding[]>)[] = [
  node,
  git,
  docker,
  temporal,
  gpu,
  models,
  questions,
]

function node(): Promise<Finding[]> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const fits = major > 20 || (major === 20 && minor >= 19)
  const detail = fits ? process.version : `${process.version} is too old. Install Node 20.19 or newer`
  return Promise.resolve([{ state: fits ? 'good' : 'missing', subject: 'Node', detail }])
}

async function git(): Promise<Finding[]> {
  const version = await firstLine('git', ['--version'])
  if (version === undefined) {
    return [{ state: 'missing', subject: 'git', detail: 'not on PATH. Run scripts/setup.sh' }]
  }
  return [{ state: 'good', subject: 'git', detail: version }]
}

async function docker(): Promise<Finding[]> {
  const engine = connectEngine()
  try {
    const { version, majorVersion, liveRestore, freeBytes, storageRoot } = await engine.check()
    const findings: Finding[] = [
      { state: 'good', subject: 'Docker', detail: `${version} at ${engine.address}` },
    ]
    if (majorVersion < engineForHeredocs) {
      const detail = `Engine ${version} cannot build current engine images (heredocs). Install 23 or newer. The demo works`
      findings.push({ state: 'note', subject: 'Docker builds', detail })
    }
    findings.push(
      liveRestore
        ? { state: 'good', subject: 'live-restore', detail: 'on: benchmarks survive a restart of the daemon' }
        : {
            state: 'note',
            subject: 'live-restore',
            detail:
              'off: a daemon restart ends the running launch. Set "live-restore": true in /etc/docker/daemon.json',
          },
    )
    if (freeBytes !== undefined) findings.push(await disk(engine, freeBytes, storageRoot))
    return findings
  } catch (error) {
    return [{ state: 'missing', subject: 'Docker', detail: messageOf(error) }]
  }
}

/** By the same rule as `compare`, for the recipes that are shipped. */
async function disk(engine: Engine, freeBytes: number, storageRoot: string): Promise<Finding> {
  const bases = (await loadShippedRecipes()).map(({ image }) => image.base)
  const needed = roomForImages(await Promise.all(bases.map((base) => imageBytes(engine, base))))
  const least = leastFreeBytes()
  const free = `${formatBytes(freeBytes)} free under ${storageRoot}`
  const limit = `workers clean up below ${formatBytes(least)} (PRBENCH_MIN_FREE_GB)`
  if (freeBytes < least) return { state: 'missing', subject: 'disk', detail: `${free}: ${limit}` }
  return freeBytes < needed
    ? {
        state: 'note',
        subject: 'disk',
        detail: `${free}, but the two largest images need ${formatBytes(needed)}. Try prbench clean; ${limit}`,
      }
    : { state: 'good', subject: 'disk', detail: `${free}; ${limit}` }
}

async function temporal(): Promise<Finding[]> {
  try {
    const choice = await findServerChoice()
    if (!choice) {
      return [
        {
          state: 'good',
          subject: 'Temporal',
          detail: `not running; started when needed, with ${await findTemporalCli()}`,
        },
      ]
    }
    const server = await connect(choice)
    try {
      const unknown = await missingSearchAttributes(server)
      return [
        { state: 'good', subject: 'Temporal', detail: `${choice.kind} server at ${choice.address}` },
        ...(unknown.length === 0 ? [] : [searchAttributesMissing(unknown, choice.kind)]),
      ]
    } finally {
      await server.close()
    }
  } catch (error) {
    return [{ state: 'missing', subject: 'Temporal', detail: messageOf(error) }]
  }
}

function searchAttributesMissing(names: readonly string[], kind: string): Finding {
  const how = kind === 'local' ? 'compare registers them' : 'compare prints the commands that register them'
  return {
    state: 'note',
    subject: 'search attributes',
    detail: `not registered: ${names.join(', ')}. ${how}`,
  }
}

/** By the same rule as before a pair. */
async function gpu(): Promise<Finding[]> {
  const subject = 'GPU'
  try {
    const vendor = await findVendor()
    if (vendor.tools.length === 0)
      return [{ state: 'note', subject, detail: 'none: engines run on the CPU here' }]
    const states = await readGpuState(vendor)
    const reason = gpuBusy(states, { vramPercent: idleVramPercent })
    return [
      reason === undefined
        ? { state: 'good', subject, detail: `${states.length} GPUs, all free` }
        : { state: 'note', subject, detail: `not free, so pairs would wait: ${reason}` },
    ]
  } catch (error) {
    return [{ state: 'missing', subject, detail: messageOf(error) }]
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
        return { state: 'good', subject, detail: weights.model }
      } catch (error) {
        return { state: 'note', subject, detail: messageOf(error) }
      }
    }),
  )
}

/** Of the recipes that name no file of their own. */
async function questions(): Promise<Finding[]> {
  const file = await findQuestionFile(undefined)
  const subject = 'GSM8K'
  return [
    'problem' in file
      ? { state: 'note', subject, detail: file.problem }
      : { state: 'good', subject, detail: `questions in ${file.path}` },
  ]
}

async function firstLine(program: string, args: readonly string[]): Promise<string | undefined> {
  const { failed, stdout } = await execa(program, args, { reject: false, timeout: 5000, stdin: 'ignore' })
  return failed ? undefined : (stdout.split('\n')[0] ?? '').trim()
}
