import { open } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'

const source =
  'https://raw.githubusercontent.com/openai/grade-school-math/master/grade_school_math/data/test.jsonl'

const questionSchema = z.looseObject({ question: z.string(), answer: z.string() })
/** More than the longest question of GSM8K takes. */
const headBytes = 64 * 1024

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

async function problemWith(path: string): Promise<string | undefined> {
  try {
    const file = await open(path, 'r')
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0)
      const [line = ''] = buffer.toString('utf8', 0, bytesRead).split('\n', 1)
      questionSchema.parse(JSON.parse(line))
      return undefined
    } finally {
      await file.close()
    }
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) {
      return 'is not a file of GSM8K questions: {"question": ..., "answer": ...}'
    }
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    return code === 'ENOENT' ? 'does not exist' : 'is not readable by this user'
  }
}
