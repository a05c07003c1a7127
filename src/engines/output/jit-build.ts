import { plainLine } from './printed-line.js'

/** A kernel module that AITER compiled at run time, or waited for while another process compiled it. */
export interface JitBuild {
  readonly step: 'started' | 'finished' | 'waiting'
  readonly module: string
  /** How long it took, where the line says so. */
  readonly seconds?: number
}

/** Each line that `readJitBuild` knows holds one of these. */
export const jitBuildMarkers = ['start build [', 'finish build [', 'waiting for baton release at '] as const

const build = /\b(start|finish) build \[([^\]]{1,300})\](?:, cost {1,4}(\d{1,9}(?:\.\d{1,12})?)s)?/
const wait = /\bwaiting for baton release at (\S{1,1000})/

/**
 * Reads AITER's lines about its just-in-time builds; undefined for any other line. A build inside a measured
 * part makes the measurement worthless: a module takes from seconds to minutes.
 *
 * Seen forms, whatever stands before them (`[aiter]`, rank, pid): `start build [module_moe] under /...`,
 * `finish build [module_moe], cost 57.8s`, the same with colours, and
 * `waiting for baton release at /.../lock_module_moe`. A line `import [module_moe] under ...` loads what was
 * built before, and is none.
 */
export function readJitBuild(line: string): JitBuild | undefined {
  if (!jitBuildMarkers.some((marker) => line.includes(marker))) return undefined
  const text = plainLine(line)
  const found = build.exec(text)
  if (found) {
    const [, verb, module = '', cost] = found
    const step = verb === 'start' ? 'started' : 'finished'
    return cost === undefined ? { step, module } : { step, module, seconds: Number(cost) }
  }
  const path = wait.exec(text)?.[1]
  return path === undefined ? undefined : { step: 'waiting', module: moduleOfLock(path) }
}

/** `/a/build/lock_module_moe` and `/a/build/module_moe/build/lock` both belong to `module_moe`. */
function moduleOfLock(path: string): string {
  const parts = path.split('/').filter((part) => part !== '')
  const last = parts.at(-1) ?? path
  if (last !== 'lock') return last.replace(/^lock_/, '')
  return parts.findLast((part) => part !== 'lock' && part !== 'build') ?? path
}
