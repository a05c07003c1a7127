import { createHash } from 'node:crypto'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { PairPlace } from '../comparison/activities.js'
import type { Arm } from '../comparison/arm.js'
import {
  accuracyRunSchema,
  caseResultSchema,
  processRecordSchema,
  type AccuracyRun,
  type CaseResult,
  type ProcessRecord,
} from '../comparison/launch.js'
import { readNote, writeNote } from './json-file.js'

/** The pair of a launch, on this host. A generation or attempt of its own has files of its own. */
export type SpooledPair = Omit<PairPlace, 'comparison'>

/** A process as it was decided, before its container was made. */
const processPlanSchema = z.strictObject({ process: z.int().nonnegative(), cases: z.array(z.string()) })
const launchStartSchema = z.strictObject({ startedAt: z.iso.datetime({ offset: true }) })
const pauseSchema = z.strictObject({ pausedAt: z.iso.datetime({ offset: true }) })
const serverSchema = z.strictObject({
  /** The address that it had on its network: what was started against it is known by it. */
  address: z.string().exactOptional(),
  /** It has had its unmeasured requests. */
  isWarm: z.literal(true).exactOptional(),
  /** It was asked to stop: a signal that it got then was ours. */
  isStopping: z.literal(true).exactOptional(),
})
const savedAccuracySchema = z.strictObject({ repeat: z.int().positive(), run: accuracyRunSchema })
const logBlockSchema = z.strictObject({ offset: z.int().nonnegative() })

export type ProcessPlan = z.infer<typeof processPlanSchema>
export type ServerNotes = z.infer<typeof serverSchema>

/**
 * What a host knows of one launch, as files: the truth about what is finished. A worker that is killed loses
 * nothing of it, and the next attempt goes on from here.
 */
export class LaunchSpool {
  private constructor(readonly folder: string) {}

  static async open(spool: string, of: SpooledPair, arm: Arm): Promise<LaunchSpool> {
    const { run, generation, pair, attempt } = of
    const stage = of.stage.name.replaceAll('/', '_')
    const launch = `g${generation}_pair${pair}_attempt${attempt}_${arm}`
    const folder = join(runSpool(spool, run), stage, launch)
    await mkdir(folder, { recursive: true })
    return new LaunchSpool(folder)
  }

  /** When the launch began: the time of its first attempt, whoever asks later. */
  async startedAt(now: Date): Promise<string> {
    const known = await this.begunAt()
    if (known !== undefined) return known
    const startedAt = now.toISOString()
    await this.#write('launch.json', { startedAt })
    return startedAt
  }

  /** When the launch began; undefined where it never did. */
  async begunAt(): Promise<string | undefined> {
    return (await this.#read('launch.json', launchStartSchema))?.startedAt
  }

  /** When a person paused the launch's pair; undefined where nobody did. */
  async pausedAt(): Promise<string | undefined> {
    return (await this.#read('paused.json', pauseSchema))?.pausedAt
  }

  async savePause(now: Date): Promise<void> {
    await this.#write('paused.json', { pausedAt: now.toISOString() })
  }

  async finishedCases(): Promise<Map<string, CaseResult>> {
    const results = await this.#readAll('case-', caseResultSchema)
    return new Map(results.map((result) => [result.case, result]))
  }

  async saveCase(result: CaseResult): Promise<void> {
    const digest = createHash('sha256').update(result.case).digest('hex').slice(0, 16)
    await this.#write(`case-${digest}.json`, result)
  }

  /** The processes that ended, in their order. */
  async endedProcesses(): Promise<ProcessRecord[]> {
    const records = await this.#readAll('ended-', processRecordSchema)
    return records.sort((left, right) => left.process - right.process)
  }

  async saveEnded(record: ProcessRecord): Promise<void> {
    await this.#write(`ended-${record.process}.json`, record)
  }

  async plannedProcess(process: number): Promise<ProcessPlan | undefined> {
    return this.#read(`process-${process}.json`, processPlanSchema)
  }

  async savePlanned(plan: ProcessPlan): Promise<void> {
    await this.#write(`process-${plan.process}.json`, plan)
  }

  /** Where in its log the block of a process begins. */
  async logOffset(process: number | string): Promise<number | undefined> {
    return (await this.#read(`log-${process}.json`, logBlockSchema))?.offset
  }

  async saveLogOffset(process: number | string, offset: number): Promise<void> {
    await this.#write(`log-${process}.json`, { offset })
  }

  /** What is known of a server. */
  async server(number: number): Promise<ServerNotes> {
    return (await this.#read(`server-${number}.json`, serverSchema)) ?? {}
  }

  /** Adds to it. */
  async noteServer(number: number, notes: ServerNotes): Promise<void> {
    await this.#write(`server-${number}.json`, { ...(await this.server(number)), ...notes })
  }

  /** The runs of the accuracy test that are over, in their order. */
  async accuracyRuns(): Promise<AccuracyRun[]> {
    const runs = await this.#readAll('accuracy-', savedAccuracySchema)
    return runs.sort((left, right) => left.repeat - right.repeat).map(({ run }) => run)
  }

  async saveAccuracy(repeat: number, run: AccuracyRun): Promise<void> {
    await this.#write(`accuracy-${repeat}.json`, { repeat, run })
  }

  /** Programs that failed while the server that they drove went on. */
  async failedClients(): Promise<ProcessRecord[]> {
    return this.#readAll('failed-', processRecordSchema)
  }

  async saveFailedClient(process: string, record: ProcessRecord): Promise<void> {
    await this.#write(`failed-${process}.json`, record)
  }

  async #write(name: string, content: object): Promise<void> {
    await writeNote(join(this.folder, name), content)
  }

  async #read<T>(name: string, schema: z.ZodType<T>): Promise<T | undefined> {
    return readNote(join(this.folder, name), schema)
  }

  async #readAll<T>(prefix: string, schema: z.ZodType<T>): Promise<T[]> {
    const names = (await readdir(this.folder)).filter(
      (name) => name.startsWith(prefix) && name.endsWith('.json'),
    )
    const values = await Promise.all(names.map((name) => this.#read(name, schema)))
    return values.filter((value) => value !== undefined)
  }
}

/** Removes what a host keeps of a whole run. */
export async function removeRunSpool(spool: string, run: string): Promise<void> {
  await rm(runSpool(spool, run), { recursive: true, force: true })
}

function runSpool(spool: string, run: string): string {
  if (!/^[A-Za-z0-9-]{1,64}$/.test(run))
    throw new Error(`run id ${JSON.stringify(run)} is not a valid folder name`)
  return join(spool, run)
}
