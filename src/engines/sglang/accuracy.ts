import { readFile } from 'node:fs/promises'
import type { AccuracyRecipe } from '../../comparison/accuracy-recipe.js'
import type { AccuracyRun } from '../../comparison/launch.js'
import type { AccuracyTest, Client, ProgramEnd } from '../engine.js'
import { gsm8kAnswersFile, rightAnswers } from './gsm8k-answers.js'
import { gsm8kMarkers, Gsm8kOutput } from './gsm8k-output.js'
import { findQuestionFile } from '../question-file.js'
import type { OnlineRecipe } from './recipe.js'

/** SGLang's own few-shot evaluator, in the package; prints the same lines as the repository's script. */
export const gsm8kModules = ['sglang.test.few_shot_gsm8k'] as const

const questionTarget = '/data/gsm8k.jsonl'
/** 2,000 questions with five worked examples each take some 10 MB. */
const answersBytes = 64 * 1024 * 1024

interface Gsm8kContext {
  /** One evaluator for both arms: scores of different ones are not comparable. */
  readonly module: string | undefined
  readonly port: number
  readonly recipe: OnlineRecipe
  readonly accuracy: AccuracyRecipe
}

/** GSM8K, as the recipe says, by the evaluator of main's image. */
export function gsm8kTest(context: Gsm8kContext): AccuracyTest {
  const { module, accuracy } = context
  return {
    name: 'GSM8K',
    repeats: accuracy.repeats,
    client: async (address) => {
      if (module === undefined) return { kind: 'no-evaluator' }
      const file = await findQuestionFile(accuracy.data)
      if ('problem' in file) return file.problem
      return gsm8kClient(context, module, address, file.path)
    },
  }
}

function gsm8kClient(
  { port, recipe, accuracy: { questions, parallel, shots } }: Gsm8kContext,
  module: string,
  host: string,
  questionFile: string,
): Client<AccuracyRun> {
  return {
    command: [
      ...['python3', '-u', '-m', module, '--host', `http://${host}`, '--port', `${port}`],
      // Without it the evaluator downloads the questions.
      ...['--data-path', questionTarget, '--num-questions', `${questions}`],
      ...['--parallel', `${parallel}`, '--num-shots', `${shots}`],
    ],
    environment: {},
    mounts: [{ kind: 'bind', source: questionFile, target: questionTarget }],
    deadlineSeconds: recipe.caseDeadlineSeconds,
    markers: gsm8kMarkers,
    resultFile: { path: gsm8kAnswersFile, maxBytes: answersBytes },
    reader: () => {
      const output = new Gsm8kOutput()
      return {
        read: (line) => {
          output.read(line)
        },
        hasBegun: true,
        result: async (end) => runOf(output, end, await readFile(questionFile, 'utf8')),
      }
    },
  }
}

function runOf(
  { outcome }: Gsm8kOutput,
  { timedOut, exitCode, file }: ProgramEnd,
  questions: string,
): AccuracyRun {
  if (timedOut) return { accuracy: null, reason: { kind: 'evaluator-deadline' } }
  if ('missing' in outcome) return { accuracy: null, reason: { kind: outcome.missing, exitCode } }
  const { accuracy, invalid, latency } = outcome
  const right =
    file !== undefined && 'text' in file ? rightAnswers(file.text, questions, accuracy) : undefined
  return {
    accuracy,
    reason: null,
    ...(invalid === undefined ? {} : { invalid }),
    ...(latency === undefined ? {} : { latencySeconds: latency }),
    ...(right === undefined ? {} : { right }),
  }
}
