import { access, readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { parseRepository } from '../forges/repository.js'
import { describeProblems } from '../recipes/problems.js'
import { readYaml } from '../recipes/yaml-text.js'
import { ifThere } from '../run/json-file.js'
import { Refused } from './command-error.js'
import { commaList } from './declare-flags.js'
import { namesRepository, type RequestFlags } from './options.js'
import { defaultOutputFolder } from './settings.js'

/** A value that stands for a flag which nobody gave, and where it was set. */
interface Default<Value> {
  readonly value: Value
  /** A file with its line, or a variable. */
  readonly from: string
}

/** What a configuration file may hold. */
const fileSchema = z.strictObject({
  repo: z.string().min(1).exactOptional(),
  models: z.array(z.string().min(1)).min(1).exactOptional(),
  hosts: z.array(z.string().min(1)).min(1).exactOptional(),
  /** The folder of the run directories. */
  output: z.string().min(1).exactOptional(),
})

type Values = z.infer<typeof fileSchema>
export type Defaults = { readonly [Key in keyof Values]?: Default<Exclude<Values[Key], undefined>> }
type Environment = Readonly<Record<string, string | undefined>>

/**
 * The defaults that a person has set: variables go before the file in the repository's root, and that before the
 * person's own file. Paths in a file are taken from its folder.
 *
 * @throws Refused, with file, line and the key that is wrong
 */
export async function loadDefaults(
  currentFolder: string,
  environment: Environment = process.env,
): Promise<Defaults> {
  const shared = await repositoryFile(currentFolder)
  return {
    ...(await defaultsIn(userFile(environment))),
    ...(shared === undefined ? {} : await defaultsIn(shared)),
    ...defaultsFrom(environment, currentFolder),
  }
}

/** The flags with the defaults in place of what was not given, and which of them were taken. */
export function withDefaults<Flags extends RequestFlags>(
  flags: Flags,
  { repo, models, hosts, output }: Defaults,
): { flags: Flags; taken: string[] } {
  const isNamed = flags.repo !== undefined || namesRepository(flags.pr)
  // Recipes name their models.
  const hasModels = flags.models !== undefined || flags.recipe !== undefined
  const hasOutput = flags.outputDir !== undefined || flags.workDir !== undefined
  const used = {
    ...(repo && !isNamed && { repo }),
    ...(models && !hasModels && { models }),
    ...(hosts && flags.host === undefined && { host: hosts }),
    ...(output && !hasOutput && { outputDir: output }),
  }
  const taken = Object.entries(used).map(
    ([flag, { value, from }]) => `${words[flag] ?? flag} ${[value].flat().join(', ')} (from ${from})`,
  )
  const values = Object.fromEntries(Object.entries(used).map(([flag, { value }]) => [flag, value]))
  return { flags: { ...flags, ...values }, taken }
}

/** How a plan names what a flag sets. */
const words: Readonly<Record<string, string>> = {
  repo: 'repository',
  models: 'models',
  host: 'hosts',
  outputDir: 'output folder',
}

/** The folder of the run directories, where no flag names one. */
export async function usualOutputFolder(currentFolder: string): Promise<string> {
  return (await loadDefaults(currentFolder)).output?.value ?? defaultOutputFolder(currentFolder)
}

function userFile({ XDG_CONFIG_HOME: named }: Environment): string {
  const folder = named === undefined || named === '' ? path.join(homedir(), '.config') : named
  return path.join(folder, 'prbench', 'config.yaml')
}

/** Undefined outside of a repository. */
async function repositoryFile(currentFolder: string): Promise<string | undefined> {
  for (let folder = currentFolder; ; folder = path.dirname(folder)) {
    const isRoot = await access(path.join(folder, '.git')).then(
      () => true,
      () => false,
    )
    if (isRoot) return path.join(folder, '.prbench.yaml')
    if (folder === path.dirname(folder)) return undefined
  }
}

async function defaultsIn(file: string): Promise<Defaults> {
  const text = await ifThere(readFile(file, 'utf8')).catch((error: unknown) => {
    throw new Refused(`cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`)
  })
  if (text === undefined) return {}
  const refuse = (problems: readonly string[]): never => {
    throw new Refused(problems.join('\n'))
  }
  const { value, lineOf } = readYaml(text, file, refuse)
  // A file of comments alone says nothing.
  const { data, error } = fileSchema.safeParse(value ?? {})
  if (error !== undefined) {
    const problems = describeProblems(fileSchema, value, error.issues)
    return refuse(problems.map((problem) => `${file}:${lineOf(problem.path)}: ${problem.message}`))
  }
  return resolved(data, path.dirname(file), (key) => `${file}:${lineOf([key])}`)
}

function defaultsFrom(environment: Environment, currentFolder: string): Defaults {
  const text = (name: string) => (environment[name] === '' ? undefined : environment[name])
  const list = (name: string) => {
    const words = commaList(text(name) ?? '')
    return words.length === 0 ? undefined : words
  }
  const values = {
    repo: text('PRBENCH_REPO'),
    models: list('PRBENCH_MODELS'),
    hosts: list('PRBENCH_HOSTS'),
    output: text('PRBENCH_OUTPUT'),
  }
  return resolved(values, currentFolder, (key) => `PRBENCH_${key.toUpperCase()}`)
}

function resolved(
  values: { readonly [Key in keyof Values]: Values[Key] | undefined },
  folder: string,
  fromOf: (key: string) => string,
): Defaults {
  const given = Object.entries({
    ...values,
    repo: values.repo === undefined ? undefined : repositoryText(values.repo, folder, fromOf('repo')),
    output: values.output === undefined ? undefined : path.resolve(folder, values.output),
  }).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given.map(([key, value]) => [key, { value, from: fromOf(key) }]))
}

function repositoryText(text: string, folder: string, from: string): string {
  const parsed = parseRepository(text, folder)
  if (!parsed.ok) throw new Refused(`${from}: ${parsed.problem}`)
  return parsed.repository.text
}
