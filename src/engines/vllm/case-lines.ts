import type { Reason } from '../../comparison/reason.js'
import { jitBuildMarkers, readJitBuild } from '../output/jit-build.js'
import { plainLine } from '../output/printed-line.js'

/** How PyTorch and vLLM say that memory did not do. */
export const memoryMarkers = [
  'OutOfMemoryError',
  'HIP out of memory',
  'CUDA out of memory',
  'No available memory for the cache blocks',
] as const

const compiled = /\b(?:Triton|\w{1,40}) [\w -]{0,40}JIT compilation during inference: (\S{1,200}?)\.? /
const preempted = /\bRunning: \d{1,9} reqs, .{0,300}\bPreemptions: (\d{1,9})\b/

/** Lines with these say what happens to the cases that an engine measures. */
export const caseMarkers = [
  ...memoryMarkers,
  ...jitBuildMarkers,
  'JIT compilation during inference: ',
  'Preemptions: ',
] as const

/** Whether one of these lines says that memory did not do. */
export function tellsOutOfMemory(lines: readonly string[]): boolean {
  return lines.some((line) => memoryMarkers.some((text) => line.includes(text)))
}

/** Why what was measured meanwhile should not be trusted: a kernel was compiled. */
export function disturbanceIn(lines: readonly string[]): Reason | undefined {
  for (const line of lines) {
    const module = readJitBuild(line)?.module ?? compiled.exec(plainLine(line))?.[1]
    if (module !== undefined) return { kind: 'kernels-built', module }
  }
  return undefined
}

/**
 * What a reader should know of what was measured meanwhile: requests that were put back, as the cache was
 * full.
 */
export function remarksIn(lines: readonly string[]): Reason[] {
  const requests = lines.reduce((sum, line) => sum + Number(preempted.exec(plainLine(line))?.[1] ?? 0), 0)
  return requests === 0 ? [] : [{ kind: 'requests-put-back', requests }]
}
