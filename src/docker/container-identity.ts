import { createHash } from 'node:crypto'
import type { ContainerSpec } from './container-spec.js'

/**
 * Which process of which launch a container is. All of it together is unique for ever: stages and pairs
 * repeat from one comparison to the next, a pair that is redone has another attempt, a launch may have
 * several processes.
 */
export interface ContainerIdentity {
  readonly comparisonId: string
  readonly comparisonRunId: string
  /** By its name as a host: several may use one Engine. */
  readonly host: string
  readonly stage: string
  readonly generation: number
  readonly pair: number
  readonly attempt: number
  readonly arm: string
  readonly process: string
}

/** Label that everything of ours carries: its value is the id of the comparison. */
export const comparisonLabel = 'prbench.comparison'
/** Label with the id of the comparison's run. */
export const runLabel = 'prbench.run'
/** Label with the host that it is measured on. */
export const hostLabel = 'prbench.host'
/** Label with the stage, `grok/offline`. */
export const stageLabel = 'prbench.stage'
/** Labels with the pair of the stage, and how often the stage and the pair were begun before. */
export const generationLabel = 'prbench.generation'
export const pairLabel = 'prbench.pair'
export const attemptLabel = 'prbench.attempt'
/** Label with the seconds from start to end that a container is given. */
const deadlineLabel = 'prbench.deadline-seconds'

/** A comparison's run, or one stage of it. */
export interface RunScope {
  readonly comparison: string
  readonly run: string
  readonly stage?: string | undefined
}

/** The labels that everything of a run, or of one stage of it, carries. */
export function labelsOf({ comparison, run, stage }: RunScope): Record<string, string> {
  const ofRun = { [comparisonLabel]: comparison, [runLabel]: run }
  return stage === undefined ? ofRun : { ...ofRun, [stageLabel]: stage }
}

/** The container's name: the same for the same identity, on every host and in every attempt. */
export function containerName(identity: ContainerIdentity): string {
  return `prbench-${shortHash(Object.entries(identityLabels(identity)))}`
}

/** All labels of a container: who it is, from which image, with which command, and for how long. */
export function containerLabels(identity: ContainerIdentity, spec: ContainerSpec): Record<string, string> {
  return {
    ...identityLabels(identity),
    [hostLabel]: identity.host,
    'prbench.image': spec.imageId,
    'prbench.command': commandHash(spec),
    [deadlineLabel]: String(spec.deadlineSeconds),
  }
}

/** The Engine's filter for things of ours that also carry all of `labels`. */
export function ourLabels(labels: Readonly<Record<string, string>>): string[] {
  return [comparisonLabel, ...Object.entries(labels).map(([key, value]) => `${key}=${value}`)]
}

/**
 * Where the labels of a container that was found differ from those that are wanted, in words; empty when it
 * is the very one. Labels that nobody asked for do not matter: an image passes its own on.
 */
export function labelDifferences(
  found: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>>,
): string[] {
  return Object.entries(wanted)
    .filter(([key, value]) => found[key] !== value)
    .map(([key, value]) => `${key} is ${found[key] ?? 'absent'}, not ${value}`)
}

function identityLabels(identity: ContainerIdentity): Record<string, string> {
  return {
    [comparisonLabel]: identity.comparisonId,
    [runLabel]: identity.comparisonRunId,
    [stageLabel]: identity.stage,
    [generationLabel]: String(identity.generation),
    [pairLabel]: String(identity.pair),
    [attemptLabel]: String(identity.attempt),
    'prbench.arm': identity.arm,
    'prbench.process': identity.process,
  }
}

/** What decides about a result besides the image: command, environment and mounts. */
function commandHash(spec: ContainerSpec): string {
  const environment = Object.entries(spec.environment).sort(([a], [b]) => (a < b ? -1 : 1))
  const mounts = spec.mounts.map((mount) => [mount.kind === 'bind' ? mount.source : mount.name, mount.target])
  return shortHash([spec.command, environment, mounts])
}

function shortHash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16)
}
