import type { ServedFacts } from '../load-case.js'
import { jitBuildMarkers, readJitBuild } from '../output/jit-build.js'
import { plainLine } from '../output/printed-line.js'

/** How PyTorch and vLLM say that memory did not do. */
export const memoryMarkers = [
  'OutOfMemoryError',
  'HIP out of memory',
  'HIP error: out of memory',
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

/**
 * What is to be said of what was measured meanwhile: kernels that were compiled, and requests that were put
 * back, as the cache was full.
 */
export function servedFacts(lines: readonly string[]): ServedFacts {
  const texts = lines.map(plainLine)
  const requests = texts.reduce((sum, text) => sum + Number(preempted.exec(text)?.[1] ?? 0), 0)
  const modules = texts.flatMap((text) => readJitBuild(text)?.module ?? compiled.exec(text)?.[1] ?? [])
  return {
    remarks: requests === 0 ? [] : [{ kind: 'requests-put-back', requests }],
    builtModule: modules[0],
  }
}
