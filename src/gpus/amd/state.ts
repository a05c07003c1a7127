import { z } from 'zod'
import { percentOf } from '../readings.js'
import type { GpuState } from '../vendor.js'

/** A number, or a number in a string; "N/A" and everything else is no answer. */
const amount = z
  .unknown()
  .transform((value) => {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined
  })
  .optional()

const rocmSmiSchema = z.record(z.string(), z.unknown())
const rocmCardSchema = z.object({ 'GPU Memory Allocated (VRAM%)': amount })

/**
 * Reads the output of `rocm-smi --showmemuse --json`: one object with a key `card<N>` for each GPU,
 * beside others; values are strings.
 *
 * @throws Error, where it is no such output or names no GPU
 */
export function parseRocmSmi(output: string): GpuState[] {
  const root = rocmSmiSchema.parse(parseJson(output, 'rocm-smi'))
  const cards = Object.entries(root).filter(([key]) => /^card\d+$/.test(key))
  const states = cards.map(([name, values]) => {
    const card = rocmCardSchema.safeParse(values)
    return {
      number: Number(name.slice('card'.length)),
      vramPercent: card.data?.['GPU Memory Allocated (VRAM%)'],
    }
  })
  return someGpus(states, 'rocm-smi')
}

const measured = z
  .object({ value: amount })
  .transform(({ value }) => value)
  .optional()
  .catch(undefined)
const amdGpuSchema = z
  .object({
    gpu: amount,
    mem_usage: z.object({ total_vram: measured, used_vram: measured }).optional().catch(undefined),
  })
  .optional()
  .catch(undefined)
const amdSmiSchema = z.union([
  z.array(amdGpuSchema),
  z.object({ gpu_data: z.array(amdGpuSchema) }).transform(({ gpu_data: gpus }) => gpus),
])

/**
 * Reads the output of `amd-smi metric --json`: an array of GPUs, or an object that holds it as `gpu_data`.
 * Any node may be "N/A".
 *
 * @throws Error, where it is no such output or names no GPU
 */
export function parseAmdSmi(output: string): GpuState[] {
  const gpus = amdSmiSchema.parse(parseJson(output, 'amd-smi'))
  const states = gpus.map((gpu, index) => ({
    number: gpu?.gpu ?? index,
    vramPercent: percentOf(gpu?.mem_usage?.used_vram, gpu?.mem_usage?.total_vram),
  }))
  return someGpus(states, 'amd-smi')
}

function someGpus(states: GpuState[], tool: string): GpuState[] {
  if (states.length === 0) throw new Error(`The output of ${tool} lists no GPU`)
  return states
}

/** These tools put warnings before and after their JSON, some versions of them on stdout. */
function parseJson(output: string, tool: string): unknown {
  const start = Math.max(0, output.search(/^[[{]/m))
  const end = Math.max(output.lastIndexOf(']'), output.lastIndexOf('}')) + 1
  try {
    return JSON.parse(output.slice(start, end))
  } catch (cause) {
    throw new Error(`The output of ${tool} is not JSON: ${JSON.stringify(output.slice(0, 200))}`, { cause })
  }
}
