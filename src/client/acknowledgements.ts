import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { type Acknowledgement, acknowledgementSchema } from '../comparison/acknowledgement.js'
import { describeProblems } from '../recipes/problems.js'
import { readYaml } from '../recipes/yaml-text.js'
import { Refused } from './command-error.js'

/** As people write it: the bound in per cent. */
const fileSchema = z.array(
  acknowledgementSchema.extend({ bound: z.number('a percentage, such as 4').positive().max(100) }),
)

/**
 * The acknowledgements of a file.
 *
 * @throws Refused, with the file, the line and what is wrong
 */
export async function loadAcknowledgements(file: string): Promise<Acknowledgement[]> {
  const { value, lineOf } = readYaml(await textOf(file), file, refuse)
  // A file of comments alone acknowledges nothing.
  const { data, error } = fileSchema.safeParse(value ?? [])
  if (error === undefined) return data.map((one) => ({ ...one, bound: one.bound / 100 }))
  const problems = describeProblems(fileSchema, value, error.issues)
  return refuse(problems.map((problem) => `${file}:${lineOf(problem.path)}: ${problem.message}`))
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new Refused(`--acknowledge: ${file} cannot be read`, { cause: error })
  }
}

function refuse(problems: readonly string[]): never {
  throw new Refused(problems.join('\n'))
}
