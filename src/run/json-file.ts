import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { codeOf } from '../processes/create-once.js'
import { writeFileAtomically } from './atomic-file.js'
import { RecordInvalid } from './errors.js'

/** What was asked of a file or a folder; undefined where there is no such thing. */
export async function ifThere<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/**
 * The content of a JSON file that a person keeps, by its text.
 *
 * @throws RecordInvalid with the first field that is wrong
 */
export function checkedJson<Content>(text: string, file: string, schema: z.ZodType<Content>): Content {
  const parsed = schema.safeParse(parseJson(text, file))
  if (parsed.success) return parsed.data
  const [first] = parsed.error.issues
  const reason = first?.message ?? 'it has another form'
  throw new RecordInvalid(file, z.core.toDotPath(first?.path ?? []), reason)
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new RecordInvalid(file, '', 'it is not JSON. Is it incomplete?', { cause: error })
  }
}

/**
 * The content of a small JSON file that hosts keep for themselves. One that is missing, or that is not ours to
 * read, counts as not there: its work is done again.
 */
export async function readNote<Content>(
  file: string,
  schema: z.ZodType<Content>,
): Promise<Content | undefined> {
  try {
    return schema.parse(JSON.parse((await ifThere(readFile(file, 'utf8'))) ?? ''))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return undefined
    throw error
  }
}

/** Writes such a file. Its folder must exist. */
export async function writeNote(file: string, content: object): Promise<void> {
  await writeFileAtomically(file, `${JSON.stringify(content)}\n`)
}
