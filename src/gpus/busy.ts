import type { GpuState } from './vendor.js'

/**
 * An idle MI300X holds well under one percent of its memory; a process that only opened it, a few hundred MB.
 */
export const idleVramPercent = 5

/**
 * Why the GPUs are not free for a measurement, in words for a person; undefined when they are. Judges by the
 * memory that is held, not by how busy a GPU says it is: one with a fault was seen at 0 % busy with 75 % of
 * its memory held, an idle one at 100 %. What is not known counts as held.
 */
export function gpuBusy(
  states: readonly GpuState[],
  { vramPercent: limit }: { vramPercent: number },
): string | undefined {
  if (states.length === 0) return 'no GPU reported its state'
  const held = states.flatMap(({ number, vramPercent }) => {
    if (vramPercent === undefined) return [`GPU ${number} does not report its memory`]
    return vramPercent > limit ? [`GPU ${number} has ${Math.round(vramPercent)} % of its memory in use`] : []
  })
  return held.length === 0 ? undefined : `${held.join(', ')} (limit ${limit} %)`
}
