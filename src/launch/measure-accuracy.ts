import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AccuracyRun } from '../comparison/launch.js'
import type { AccuracyRecipe } from '../comparison/accuracy-recipe.js'
import { inspectContainer, removeContainer } from '../docker/containers.js'
import { readFileFromContainer } from '../docker/copy-out.js'
import { ContainerMissing, FileMissing, FileTooLarge, MountRefused, StartRefused } from '../docker/errors.js'
import type { ContainerResult } from '../docker/run-container.js'
import { gsm8kAnswersFile, rightAnswers } from '../engines/sglang/gsm8k-answers.js'
import { gsm8kCommand } from '../engines/sglang/gsm8k-command.js'
import { gsm8kMarkers, Gsm8kOutput } from '../engines/sglang/gsm8k-output.js'
import { clientContainer, runClient, type ClientEnd } from './client-run.js'
import { serverPort, type OnlineSession } from './online-session.js'
import { findQuestionFile } from '../host/question-file.js'
import type { Server } from './server.js'

const questionFile = '/data/gsm8k.jsonl'
/** 2,000 questions with five worked examples each take some 10 MB. */
const answersBytes = 64 * 1024 * 1024

/** `ended` where the server ended in it, `lost` where the Engine was away and a run came to nothing. */
export type AccuracyProgress = 'finished' | 'ended' | 'lost'

/**
 * Asks a server for its accuracy, as often as the recipe says, with main's evaluator for both arms: scores of
 * different evaluators are not comparable. A run that fails is saved with its reason, and costs nothing else; one that
 * failed with the Engine is not saved, and left to another server.
 */
export async function measureAccuracy(
  session: OnlineSession,
  server: Server,
  accuracy: AccuracyRecipe,
  signal: AbortSignal,
): Promise<AccuracyProgress> {
  const { spool } = session.launch
  const runs = await spool.accuracyRuns()
  let hasFailed = runs.some((run) => run.accuracy === null)
  for (let repeat = runs.length + 1; repeat <= accuracy.repeats; repeat += 1) {
    const run = await accuracyRunOrReason(session, server, accuracy, repeat, signal)
    if (run === 'lost') return 'lost'
    hasFailed ||= run.accuracy === null
    await spool.saveAccuracy(repeat, run)
  }
  return hasFailed && server.hasEnded() ? 'ended' : 'finished'
}

async function accuracyRunOrReason(...run: Parameters<typeof accuracyRun>): Promise<AccuracyRun | 'lost'> {
  try {
    return await accuracyRun(...run)
  } catch (error) {
    // The file of questions is not there, or the evaluator cannot be run at all.
    if (error instanceof MountRefused || error instanceof StartRefused) return missing(error.message)
    throw error
  }
}

async function accuracyRun(
  session: OnlineSession,
  server: Server,
  accuracy: AccuracyRecipe,
  repeat: number,
  signal: AbortSignal,
): Promise<AccuracyRun | 'lost'> {
  const { driver, recipe, launch } = session
  if (driver.gsm8kModule === undefined) return missing("main's image has no evaluator of GSM8K")
  const file = await findQuestionFile(accuracy.data)
  if ('problem' in file) return missing(file.problem)
  if (server.hasEnded()) return hasGone(await server.ended) ? 'lost' : missing('the server had ended')

  const process = `gsm8k-${server.number}-${repeat}`
  await session.report({ server: server.number, container: clientContainer(session, process), case: 'GSM8K' })
  const output = new Gsm8kOutput()
  const { questions, parallel, shots } = accuracy
  const end = await runClient(
    session,
    server,
    {
      process,
      title: `GSM8K, run ${repeat} of ${accuracy.repeats}`,
      command: gsm8kCommand({
        evaluator: { module: driver.gsm8kModule },
        host: server.address,
        port: serverPort,
        dataPath: questionFile,
        questions,
        parallel,
        shots,
      }),
      deadlineSeconds: recipe.caseDeadlineSeconds,
      mounts: [{ kind: 'bind', source: file.path, target: questionFile }],
      markers: gsm8kMarkers,
      onLine: ({ text }) => {
        output.read(text)
      },
    },
    signal,
  )
  server.watch.forget(end.startedAt)
  const printed = runOf(output, end)
  const right = await rightOf(session, end.name, file.path, printed, signal)
  const run = right === undefined ? printed : { ...printed, right }
  await removeContainer(launch.host.engine, end.name)
  return run.accuracy === null && hasGone(end) ? 'lost' : run
}

/** Which questions a run got right, from what its evaluator left in its container; undefined where that cannot be told. */
async function rightOf(
  { launch: { host } }: OnlineSession,
  container: string,
  questions: string,
  { accuracy }: AccuracyRun,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (accuracy === null) return undefined
  const found = await inspectContainer(host.engine, container, signal)
  // Docker says '' where the program runs in the root folder.
  const path = join('/', found?.Config.WorkingDir ?? '', gsm8kAnswersFile)
  try {
    const written = await readFileFromContainer(host.engine, container, path, {
      maxBytes: answersBytes,
      signal,
    })
    return rightAnswers(written.toString('utf8'), await readFile(questions, 'utf8'), accuracy)
  } catch (error) {
    if (error instanceof FileMissing || error instanceof FileTooLarge || error instanceof ContainerMissing)
      return undefined
    throw error
  }
}

function hasGone({ engineWasAway, lostWithEngine }: ContainerResult): boolean {
  return engineWasAway || lostWithEngine
}

function runOf(output: Gsm8kOutput, end: ClientEnd): AccuracyRun {
  const { outcome } = output
  if (end.timedOut) return missing('the evaluator ran into its deadline')
  if ('missing' in outcome) {
    const how = end.exitCode === 0 ? '' : ` (exit code ${end.exitCode})`
    return missing(`${outcome.missing}${how}`)
  }
  const { accuracy, invalid, latency } = outcome
  return {
    accuracy,
    reason: '',
    ...(invalid === undefined ? {} : { invalid }),
    ...(latency === undefined ? {} : { latencySeconds: latency }),
  }
}

function missing(reason: string): AccuracyRun {
  return { accuracy: null, reason }
}
