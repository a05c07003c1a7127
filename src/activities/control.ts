import { Context } from '@temporalio/activity'
import type { ComparisonEnding, ControlActivities, StageNeed } from '../comparison/activities.js'
import { withExperience } from '../verdict/calibration/host-experience.js'
import { parseRepository } from '../forges/repository.js'
import { hostsOf } from '../comparison/stage.js'
import { openMirror } from '../git/mirror.js'
import { resolveCommits, resolveSource } from '../forges/source.js'
import { remoteOf } from '../forges/remote.js'
import type { EndingReason } from '../comparison/ending-reason.js'
import { endingWords } from '../report/words/ending-reasons.js'
import { loadShippedRecipes } from '../recipes/load.js'
import { writeReport } from '../report/write-report.js'
import { appendToComparisonLog } from '../run/comparison-log.js'
import { readExperience } from '../run/experience.js'
import { judgeRun } from '../run/judge-run.js'
import { reasonWords } from '../report/words/launch-reasons.js'
import { stageName } from '../report/words/names.js'
import { stoppedWords } from '../report/words/stage.js'
import type { RunRecord } from '../run/record.js'
import { addImage, addPair, openRecord, updateRecord } from '../run/record-file.js'
import { checkOutputFolder, createRunDirectory } from '../run/run-directory.js'
import type { SecretPlaces } from '../publish/secrets.js'
import { withHeartbeat } from './heartbeat.js'
import { notifyOfEnd } from './notify.js'
import { publishMoment } from './publish.js'
import { learnFrom } from './learn.js'
import { knownPairsOf, reopenRun } from './reopen-run.js'
import { mirrorWith } from '../image/commit-mirror.js'
import { readSourceTrees } from '../image/source-trees.js'
import { planComparison } from '../planning/plan-comparison.js'
import { RequestRefused } from '../planning/request-refused.js'
import type { Plan } from '../comparison/plan.js'
import type { ComparisonRequest } from '../comparison/request.js'
import type { Source } from '../comparison/source.js'

/** What the control worker is configured with. */
export interface ControlDependencies {
  /** Bare mirrors of repositories. */
  mirrors: string
  /** Where what is learnt of hosts is kept: their noise, and how long launches take there. */
  stateFolder: string
  /** Where run directories are made unless a request says otherwise. */
  outputFolder: string
  hosts: readonly string[]
  /** Another server of the forge. */
  forgeUrl?: string
  /** The address of the forge's API, where results are published. */
  forgeApiUrl: string
  /** Holds the secrets of publishing. */
  environment: SecretPlaces['environment']
}

/** The activities of the queue `prbench`: source, plan, run directory, verdicts and report. */
export function createControlActivities(dependencies: ControlDependencies): ControlActivities {
  return {
    resolveSource: (request) =>
      withHeartbeat(async (_say, signal) => {
        const parsed = parseRepository(request.repository)
        if (!parsed.ok) throw new RequestRefused(parsed.problem)
        const { mirrors, forgeUrl: serverUrl } = dependencies
        const remote = remoteOf({ repository: parsed.repository, serverUrl })
        const mirror = await openMirror(remote, mirrors, signal)
        const { pullRequest, base, head } = request
        if (pullRequest !== undefined) {
          const source = await resolveSource({ mirror, pullRequest })
          requireHead(source, request)
          return source
        }
        if (base === undefined || head === undefined) {
          throw new RequestRefused('name a pull request, or a base and a head')
        }
        return resolveCommits({ mirror, base, head })
      }),

    planComparison: async (request, source, identity) => {
      const { mirrors, forgeUrl } = dependencies
      const plan = await planComparison(request, source, {
        ...identity,
        readTrees: async (places) => {
          const shas = [source.base.sha, source.head.sha]
          const mirror = await mirrorWith(shas, { repository: request.repository, mirrors, forgeUrl })
          return readSourceTrees(mirror, source, places)
        },
        shippedRecipes: await loadShippedRecipes(),
        hosts: dependencies.hosts,
        outputFolder: dependencies.outputFolder,
        now: new Date(Context.current().info.scheduledTimestampMs),
      })
      await checkOutputFolder(request.outputFolder ?? dependencies.outputFolder)
      return withExperience(plan, await readExperience(dependencies.stateFolder, hostsOf(plan)))
    },

    openRunDirectory: async (planned) => {
      const plan = await createRunDirectory(planned)
      await updateRecord(plan, (record) => record)
      await log(
        plan,
        `comparison ${plan.comparison}: ${plan.source.base.sha} against ${plan.source.head.sha}`,
      )
      for (const note of plan.source.notes) await log(plan, note)
      return plan
    },

    reopenRun: async (order, identity) => {
      const reopened = await reopenRun(order, identity)
      const again = Object.entries(reopened.stages).flatMap(([name, { again }]) => (again ? [name] : []))
      const who = order.by === undefined ? '' : ` from ${order.by}`
      await log(reopened.plan, `order retry${who}: resumed as run ${identity.run}: ${again.join(', ')}`)
      return reopened
    },

    knownPairsOf: async (plan) => knownPairsOf(await openRecord(plan)),

    recordImage: async (plan, image) => {
      await addImage(plan, image)
      const how = image.built ? `built in ${image.seconds.toFixed(1)} s` : 'already there'
      await log(plan, `image of ${image.arm} on ${image.host}: ${image.tag} ${image.id} ${how}`)
    },

    recordPair: async (plan, pair) => {
      await addPair(plan, pair)
      await log(plan, describePair(pair))
    },

    judgeLook: async (plan) => {
      // Also makes a deleted directory anew.
      const record = await updateRecord(plan, (known) => known)
      // A report that was written before a stage was retried ended nothing.
      delete record.ending
      const needs: Record<string, StageNeed> = {}
      for (const stage of judgeRun(record, reasonWords).stages) {
        const { pairs, pairsWanted, attempts, stopped } = stage
        const name = stageName(stage)
        const morePairs = Math.max(0, pairsWanted - attempts)
        needs[name] = { pairsValid: pairs, morePairs }
        const decision = morePairs === 0 ? 'done' : `wants ${morePairs} more`
        await log(plan, `${name}: judged at ${pairs} valid pairs, ${decision}: ${stoppedWords(stopped)}`)
      }
      return needs
    },

    renderReport: async (plan, ending) => {
      const record = await updateRecord(plan, (known) => withEnding(known, ending))
      const learned = await learnFrom(record, dependencies.stateFolder, ending.ending)
      const notes = withNotes(
        record.notes,
        learned.notes.map((text) => ({ kind: 'text', text })),
      )
      const outcome = await writeReport({ ...record, notes }, ending.ending)
      if (ending.ending === 'finished' && ending.problem !== undefined)
        await log(plan, endingWords(ending.problem))
      await log(plan, `${ending.ending}: ${outcome.verdict}; report ${outcome.report}`)
      return { ...outcome, lines: [...outcome.lines, ...learned.lines] }
    },

    publish: async (plan, order) => logged(plan, await publishMoment(plan, order, dependencies)),

    notify: async (plan, outcome, notification) =>
      logged(plan, await notifyOfEnd(plan, outcome, notification, dependencies)),
  }
}

/** @throws RequestRefused, where the pull request was pushed since somebody asked for it */
function requireHead({ pullRequest }: Source, { pullRequestHead: wanted }: ComparisonRequest): void {
  if (wanted === undefined || pullRequest === undefined || pullRequest.headSha === wanted) return
  throw new RequestRefused(
    `pull request ${pullRequest.number} is at ${pullRequest.headSha.slice(0, 12)} now, not at ${wanted.slice(0, 12)}. Ask again for the new commit`,
  )
}

function withEnding(record: RunRecord, { stages, problem, notes = [] }: ComparisonEnding): RunRecord {
  const ended: RunRecord = {
    ...record,
    endings: stages,
    notes: withNotes(record.notes, notes),
  }
  // That of an earlier report, before a stage was retried, is none any more.
  delete ended.problem
  return problem === undefined ? ended : { ...ended, problem }
}

/** Each once: an attempt that was cut short may have left the same. */
function withNotes(known: readonly EndingReason[], more: readonly EndingReason[]): EndingReason[] {
  const texts = new Set(known.map((note) => JSON.stringify(note)))
  return [...known, ...more.filter((note) => !texts.has(JSON.stringify(note)))]
}

function describePair(pair: Parameters<ControlActivities['recordPair']>[1]): string {
  const launches = pair.launches.map((launch) => {
    const measured = launch.cases.filter((entry) => entry.values !== null).length
    const seconds = (Date.parse(launch.finishedAt) - Date.parse(launch.startedAt)) / 1000
    const state = launch.voidReason === undefined ? '' : `, void: ${reasonWords(launch.voidReason)}`
    return `${launch.arm} ${measured}/${launch.cases.length} cases in ${seconds.toFixed(1)} s${state}`
  })
  const primings = (pair.primings ?? []).map(({ arm, seconds, problem }) => {
    const how = problem === null ? '' : `, which failed: ${reasonWords(problem)}`
    return `; before that, an unmeasured launch of ${arm} in ${seconds.toFixed(1)} s${how}`
  })
  const removed = (pair.removed ?? []).map(
    (left) => `; before that, ${left} was still running and was removed`,
  )
  return `${pair.stage}, pair ${pair.pair}, attempt ${pair.attempt} on ${pair.host}: ${launches.join('; ')}${[...primings, ...removed].join('')}`
}

/** What could not be told, which the comparison's log has, too. */
async function logged(plan: Plan, troubles: string[]): Promise<string[]> {
  for (const trouble of troubles) await log(plan, trouble)
  return troubles
}

async function log(plan: Plan, text: string): Promise<void> {
  await appendToComparisonLog(plan.runDirectory, text)
}
