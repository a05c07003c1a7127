import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writeFileAtomically } from '../run/atomic-file.js'
import { checkedJson, ifThere } from '../run/json-file.js'

/**
 * Tokens and addresses that nobody else may read, by the names of their variables. They are in no workflow's
 * input, history or log: whoever publishes looks them up, in its own environment, in the file that
 * `<NAME>_FILE` names, or where the command that started the comparison on the same machine left them.
 */
export type Secrets = Readonly<Record<string, string>>

/** Variables that may hold the forge's token; the first one that has a value counts. */
export const forgeTokenNames = ['PRBENCH_GITHUB_TOKEN', 'GITHUB_TOKEN'] as const

/** Where secrets are looked up. */
export interface SecretPlaces {
  readonly stateFolder: string
  readonly environment: Readonly<Record<string, string | undefined>>
}

const secretsSchema = z.record(z.string(), z.string())

/** What a killed command left is of no use for longer. */
const keptMs = 7 * 86_400_000

/** Secrets that are left for a worker until they are taken away again. */
export interface LeftSecrets extends AsyncDisposable {
  /** Lets them lie, for a comparison that nobody waits for. The next such one takes their place. */
  letLie(): Promise<void>
}

/**
 * Leaves secrets for the worker that shares this state folder, in a file for its owner only. Each command has a
 * file of its own: one that ends takes nothing away from another one that waits for the same comparison.
 */
export async function leaveSecrets(
  stateFolder: string,
  comparison: string,
  secrets: Secrets,
): Promise<LeftSecrets> {
  const folder = folderOf(stateFolder)
  const fileOf = (command: string) => join(folder, `${prefixOf(comparison)}${command}.json`)
  const file = fileOf(randomBytes(6).toString('hex'))
  if (Object.keys(secrets).length > 0) {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    for (const { path, time } of await filesOf(folder, ''))
      if (Date.now() - time > keptMs) await rm(path, { force: true })
    await writeFileAtomically(file, JSON.stringify(secrets), 0o600)
  }
  return {
    letLie: async () => {
      if ((await ifThere(stat(file))) !== undefined) await rename(file, fileOf('detached'))
    },
    [Symbol.asyncDispose]: () => rm(file, { force: true }),
  }
}

/**
 * The value of the first of these names that has one. What was left for this comparison goes before the
 * environment: that of a worker that keeps running is as old as the worker.
 */
export async function readSecret(
  names: readonly string[],
  comparison: string,
  { stateFolder, environment }: SecretPlaces,
): Promise<string | undefined> {
  const left = await leftSecrets(stateFolder, comparison)
  for (const name of names) {
    const value = left[name] ?? (await secretOfEnvironment(name, environment))
    if (value !== undefined) return value
  }
  return undefined
}

/** What commands left for a comparison, the newest of each name. */
async function leftSecrets(stateFolder: string, comparison: string): Promise<Secrets> {
  const files = await filesOf(folderOf(stateFolder), prefixOf(comparison))
  const contents = await Promise.all(
    files.map(async ({ path }) => {
      const text = await ifThere(readFile(path, 'utf8'))
      return text === undefined ? {} : checkedJson(text, path, secretsSchema)
    }),
  )
  return Object.assign({}, ...contents.reverse()) as Secrets
}

/** The value of a variable, or the content of the file that `<NAME>_FILE` names. */
export async function secretOfEnvironment(
  name: string,
  environment: SecretPlaces['environment'],
): Promise<string | undefined> {
  const value = environment[name]?.trim()
  if (value !== undefined && value !== '') return value
  const file = environment[`${name}_FILE`]
  if (file === undefined || file === '') return undefined
  const text = (await ifThere(readFile(file, 'utf8')))?.trim()
  return text === '' ? undefined : text
}

function folderOf(stateFolder: string): string {
  return join(stateFolder, 'secrets')
}

function prefixOf(comparison: string): string {
  return `${encodeURIComponent(comparison)}~`
}

/** The files of a folder whose names begin so, the newest first, with their times. */
async function filesOf(folder: string, prefix: string): Promise<{ path: string; time: number }[]> {
  const names = (await ifThere(readdir(folder))) ?? []
  const paths = names.filter((name) => name.startsWith(prefix)).map((name) => join(folder, name))
  const files = await Promise.all(
    paths.map(async (path) => ({ path, time: (await ifThere(stat(path)))?.mtimeMs ?? 0 })),
  )
  return files.sort((left, right) => right.time - left.time)
}
