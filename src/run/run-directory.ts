import { mkdir, mkdtemp, readFile, readdir, rmdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { arms } from '../comparison/arm.js'
import type { Plan } from '../comparison/plan.js'
import { codeOf, createOnce } from '../processes/create-once.js'
import { writeFileAtomically } from './atomic-file.js'
import { OutputFolderUnusable, RunDirectoryUnusable } from './errors.js'
import { runFiles } from './layout.js'

/** Runs of one pull request within one second; more than that is something else. */
const suffixLimit = 100

/**
 * Makes the plan's run directory and writes `plan.json` into it. Gives the plan with the directory that it
 * got: where that of the plan holds another run, `_2`, `_3` ... is added to the name. A run that asks again
 * gets its own directory again. Throws OutputFolderUnusable, RunDirectoryUnusable.
 */
export async function createRunDirectory(plan: Plan): Promise<Plan> {
  await checkOutputFolder(dirname(plan.runDirectory))
  const runDirectory = await claimDirectory(plan.runDirectory, plan.run)
  const claimed: Plan = { ...plan, runDirectory }
  await prepare(claimed)
  return claimed
}

/**
 * Makes the run directory of a plan anew where somebody deleted it, or is deleting it at this moment; else
 * only checks that it is the plan's. Gives whether it did. Throws RunDirectoryUnusable where something else
 * is in its place.
 */
export async function ensureRunDirectory(plan: Plan): Promise<boolean> {
  if (await holdsRun(plan.runDirectory, plan.run)) return false
  // It was the run's own before, so files without a marker are what is left of it.
  if (!(await claim(plan.runDirectory, plan.run, { withFiles: true }))) {
    throw new RunDirectoryUnusable(plan.runDirectory, 'it belongs to another run, or is a file')
  }
  await prepare(plan)
  return true
}

/** Whether this is the run directory of that run, seen from this machine. */
export async function holdsRun(runDirectory: string, run: string): Promise<boolean> {
  try {
    const marker = await readFile(join(runDirectory, runFiles.marker), 'utf8')
    return marker.trim() === run
  } catch {
    return false
  }
}

/**
 * Checks that run directories can be made in that folder, which itself may still be missing. Leaves nothing
 * behind. Throws OutputFolderUnusable.
 */
export async function checkOutputFolder(path: string): Promise<void> {
  try {
    const folder = await nearestFolder(path)
    // Permissions alone do not tell: root may write everywhere by them, and yet not in /proc.
    await rmdir(await mkdtemp(join(folder, '.prbench-')).catch((error: unknown) => refuseNew(folder, error)))
  } catch (error) {
    throw new OutputFolderUnusable(path, reasonOf(error), { cause: error })
  }
}

/** So says a file system of the kernel's, such as /proc, of a folder that is there. */
function refuseNew(folder: string, error: unknown): never {
  if (codeOf(error) === 'ENOENT') throw new Error(`cannot create a folder in ${folder}`, { cause: error })
  throw error
}

async function nearestFolder(path: string): Promise<string> {
  try {
    if ((await stat(path)).isDirectory()) return path
    throw new Error('it is not a folder')
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw error
    return nearestFolder(dirname(path))
  }
}

async function claimDirectory(wanted: string, run: string): Promise<string> {
  for (let number = 1; number <= suffixLimit; number += 1) {
    const candidate = number === 1 ? wanted : `${wanted}_${number}`
    if ((await holdsRun(candidate, run)) || (await claim(candidate, run))) return candidate
  }
  throw new RunDirectoryUnusable(
    wanted,
    `it and ${suffixLimit - 1} others with that name belong to other runs`,
  )
}

/**
 * Takes a folder that is missing or empty, or that has files but no run in it. False where it is not, also
 * where another run was faster. One that is deleted meanwhile throws as it is: the next try finds out.
 */
async function claim(directory: string, run: string, { withFiles = false } = {}): Promise<boolean> {
  try {
    await mkdir(directory, { recursive: true })
    if (!withFiles && (await readdir(directory)).length > 0) return false
    // With its content: a full disk leaves no empty marker, with which the folder would be nobody's.
    return await createOnce(join(directory, runFiles.marker), `${run}\n`, { beside: directory })
  } catch (error) {
    if (codeOf(error) === 'EEXIST' || codeOf(error) === 'ENOTDIR') return false
    if (codeOf(error) === 'ENOENT') throw error
    throw new RunDirectoryUnusable(directory, reasonOf(error), { cause: error })
  }
}

async function prepare(plan: Plan): Promise<void> {
  for (const arm of arms) await mkdir(join(plan.runDirectory, arm), { recursive: true })
  await writeFileAtomically(join(plan.runDirectory, runFiles.plan), `${JSON.stringify(plan, undefined, 2)}\n`)
}

function reasonOf(error: unknown): string {
  switch (codeOf(error)) {
    case 'EACCES':
    case 'EPERM':
      return 'it is not writable'
    case 'EROFS':
      return 'it is on a read-only file system'
    case 'ENOSPC':
      return 'the disk is full'
    case 'EEXIST':
    case 'ENOTDIR':
      return 'there is a file of that name'
    default:
      return error instanceof Error ? error.message : String(error)
  }
}
