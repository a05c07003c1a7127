import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { Reason } from '../comparison/reason.js'
import { fileFault, type FileFault } from './file-head.js'

const questionSchema = z.object({ question: z.string(), answer: z.string() })

export type Question = Readonly<z.infer<typeof questionSchema>>

/** The question in a line of such a file; undefined where it holds none. */
export function questionIn(line: string): Question | undefined {
  try {
    return questionSchema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

/** A file of questions, or why there is none. */
export type QuestionFile = { readonly path: string } | { readonly problem: Reason }

/**
 * GSM8K's questions on this host: the file that the recipe names, else `PRBENCH_GSM8K`, else
 * `$XDG_DATA_HOME/prbench/gsm8k/test.jsonl` (`~/.local/share/...`), else where evaluators keep their
 * download. Nothing is downloaded: it would be in the middle of a measurement. A file counts if its first
 * line is a question with its answer.
 *
 * @param named what the recipe says (gsm8k.data)
 */
export async function findQuestionFile(
  named: string | undefined,
  environment: NodeJS.ProcessEnv = process.env,
  downloaded = '/tmp/test.jsonl',
): Promise<QuestionFile> {
  const variable = environment.PRBENCH_GSM8K
  if (named !== undefined) return asked(named, 'gsm8k.data')
  if (variable !== undefined && variable !== '') return asked(variable, 'PRBENCH_GSM8K')

  const place = defaultPlace(environment)
  for (const path of [place, downloaded]) {
    if ((await faultOf(path)) === undefined) return { path }
  }
  return { problem: { kind: 'no-questions', place } }
}

async function asked(path: string, setting: 'gsm8k.data' | 'PRBENCH_GSM8K'): Promise<QuestionFile> {
  const fault = await faultOf(path)
  return fault === undefined ? { path } : { problem: { kind: 'file-unusable', path, setting, fault } }
}

function defaultPlace({ XDG_DATA_HOME }: NodeJS.ProcessEnv): string {
  const data = XDG_DATA_HOME?.startsWith('/') === true ? XDG_DATA_HOME : join(homedir(), '.local', 'share')
  return join(data, 'prbench', 'gsm8k', 'test.jsonl')
}

function faultOf(path: string): Promise<FileFault | undefined> {
  return fileFault(path, (head) => questionIn(head.split('\n', 1).join()) !== undefined)
}
