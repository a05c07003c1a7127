import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { headProblem } from './file-head.js'

const source =
  'https://raw.githubusercontent.com/openai/grade-school-math/master/grade_school_math/data/test.jsonl'

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

/** A file of questions, or a sentence that says what to do. */
export type QuestionFile = { readonly path: string } | { readonly problem: string }

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
  if (named !== undefined) return asked(named, 'gsm8k.data of the recipe')
  if (variable !== undefined && variable !== '') return asked(variable, 'PRBENCH_GSM8K')

  const place = defaultPlace(environment)
  for (const path of [place, downloaded]) {
    if ((await problemWith(path)) === undefined) return { path }
  }
  return {
    problem:
      `GSM8K's questions are not on this host, so accuracy is not measured. Get them once with: ` +
      `curl -fL --create-dirs -o ${place} ${source}`,
  }
}

async function asked(path: string, where: string): Promise<QuestionFile> {
  const problem = await problemWith(path)
  return problem === undefined ? { path } : { problem: `the file of questions ${path} (${where}) ${problem}` }
}

function defaultPlace({ XDG_DATA_HOME }: NodeJS.ProcessEnv): string {
  const data = XDG_DATA_HOME?.startsWith('/') === true ? XDG_DATA_HOME : join(homedir(), '.local', 'share')
  return join(data, 'prbench', 'gsm8k', 'test.jsonl')
}

function problemWith(path: string): Promise<string | undefined> {
  const isQuestion = (head: string) => questionIn(head.split('\n', 1).join()) !== undefined
  return headProblem(path, isQuestion, 'is not a file of GSM8K questions: {"question": ..., "answer": ...}')
}
