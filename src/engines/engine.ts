import type { BuiltImage } from '../comparison/image.js'
import type { AccuracyRun, CaseResult, ChosenSettings, EngineState } from '../comparison/launch.js'
import type { StagePlan } from '../comparison/plan.js'
import type { Reason } from '../comparison/reason.js'
import type { Mount } from '../docker/mounts.js'

/** What a launch needs to know of an engine: which programs measure a stage, and what they print and mean. */
export interface EnginePrograms {
  /** What keeps this host from measuring a stage: a file that the recipe names and that is not there. */
  readonly hostProblems: (stage: StagePlan) => Promise<readonly Reason[]>
  /**
   * The first of the processes that measure exactly these cases of a launch. Asked again with the cases that
   * are left once it has ended. The same cases give the same process, so that one that still runs is known
   * again.
   *
   * @throws StageUnmeasurable, where these images cannot measure the stage at all
   */
  readonly processFor: (launch: EngineLaunch, cases: readonly string[]) => EngineProcess
}

/** A launch as its engine sees it. */
export interface EngineLaunch {
  readonly stage: StagePlan
  /** `priming` is unmeasured: each shape once, so that kernels are compiled. */
  readonly purpose: 'measuring' | 'priming'
  readonly image: BuiltImage
  /**
   * Main's image, whose clients drive both arms' servers: what measures them must not differ between them.
   */
  readonly driver: BuiltImage
  /** Where the model is in every container. */
  readonly folders: ModelFolders
}

export interface ModelFolders {
  readonly modelPath: string
  readonly tokenizerPath?: string
}

/** A stage that cannot be measured with these images at all. Its message says why, and what to do. */
export class StageUnmeasurable extends Error {
  override readonly name = 'StageUnmeasurable'
}

/** A program that is run in a container of its own. */
export interface Program {
  readonly command: readonly string[]
  /** Beside what prbench sets in every container. */
  readonly environment: Readonly<Record<string, string>>
  /** Beside the model. */
  readonly mounts?: readonly Mount[]
  /** From its container's start to its end. */
  readonly deadlineSeconds: number
  /** Each line that its reader knows holds one of these: others are not even read. */
  readonly markers: readonly string[]
  /** What it leaves in its container; a relative path is one in the folder in which it runs. */
  readonly resultFile?: { readonly path: string; readonly maxBytes: number }
}

/** How a program ended, and what it left. */
export interface ProgramEnd {
  readonly exitCode: number
  readonly timedOut: boolean
  readonly oomKilled: boolean
  /** What was in its result file, or why that cannot be read; absent where it has none. */
  readonly file?: { readonly text: string } | { readonly problem: string }
}

export type EngineProcess = MeasuringProcess | ServerProcess

interface EngineStart extends Program {
  /** The names of the cases that it is started for, in the order of measurement. */
  readonly cases: readonly string[]
  /** What of its settings somebody else than its flags and environment decided, for the record. */
  readonly chosen: ChosenSettings
}

/** A program of the engine that measures cases by itself. */
export interface MeasuringProcess extends EngineStart {
  readonly kind: 'measuring'
  readonly reader: () => MeasuringReader
}

/** Reads one run of a program that measures. */
export interface MeasuringReader {
  /** Reads a line. Gives the cases that it finished. */
  readonly read: (line: string) => readonly CaseResult[]
  /**
   * Takes the end. Gives the cases that it finished, or again those that are now known better; none that is
   * to be tried again.
   */
  readonly end: (end: ProgramEnd) => readonly CaseResult[]
  /** The case that is measured; null while the model is loaded, and where all are done. */
  readonly current: string | null
  /** Everything that the program was to measure is told. Exit codes are not asked: they lie. */
  readonly isComplete: boolean
  readonly isOutOfMemory: boolean
  readonly state: EngineState | undefined
}

/**
 * A server of the engine, and the programs that ask it. All of them are on one network that leads nowhere.
 */
export interface ServerProcess extends EngineStart {
  readonly kind: 'server'
  readonly port: number
  /** From its start until it is ready; and from its interrupt to its kill. */
  readonly readySeconds: number
  readonly stopSeconds: number
  /** Answers 200 while it is well. */
  readonly healthPath: string
  /** Empties its cache of prompts before each case; absent where nothing is kept there. */
  readonly emptyCache?: { readonly path: string; readonly deadlineSeconds: number }
  readonly reader: () => ServerReader
  /**
   * Lines with these say what happens to the cases: they are kept for `Served`, and to tell a lack of memory.
   */
  readonly caseMarkers: readonly string[]
  readonly tellsOutOfMemory: (lines: readonly string[]) => boolean
  /** Unmeasured requests before its first case: the first ones pay for what is built lazily. */
  readonly warmUps: (address: string) => readonly WarmUp[]
  /** What puts a case's load on it. */
  readonly client: (name: string, address: string) => Client<CaseResult>
  /** Absent where no accuracy is asked for. */
  readonly accuracy?: AccuracyTest
}

/** A program whose requests nobody measures; its name tells it apart among those of its server. */
export interface WarmUp extends Program {
  readonly name: string
}

/** Reads a server's log. */
export interface ServerReader {
  readonly read: (line: string) => void
  /** It has said so; its process and `healthPath` have to agree. */
  readonly isReady: boolean
  readonly state: EngineState
}

/** A program that sends requests to a server. */
export interface Client<Result> extends Program {
  readonly reader: () => ClientReader<Result>
}

export interface ClientReader<Result> {
  readonly read: (line: string) => void
  /** What is measured has begun: what was before it warmed up. */
  readonly hasBegun: boolean
  readonly result: (end: ProgramEnd, served: Served) => Result | Promise<Result>
}

/** The measured part of a client's run. */
export interface Served {
  /** As the host saw it, to the client's end. */
  readonly wallSeconds: number
  /** What the server's log said in it: the lines with `caseMarkers`. */
  readonly serverLines: readonly string[]
}

/** Right answers of a server, asked for in a stage's first pair. */
export interface AccuracyTest {
  readonly name: string
  readonly repeats: number
  /** One run of it, or why there can be none on this host. */
  readonly client: (address: string) => Promise<Client<AccuracyRun> | Reason>
}
