import { execa } from 'execa'
import { parseAmdSmi, parseRocmSmi, type GpuState } from './gpu-state.js'

/** A way to ask this host's GPUs how they are: a program, and what reads its output. */
interface GpuTool {
  readonly program: string
  readonly parameters: readonly string[]
  readonly parse: (output: string) => GpuState[]
}

const tools: readonly GpuTool[] = [
  { program: 'amd-smi', parameters: ['metric', '--json'], parse: parseAmdSmi },
  { program: 'rocm-smi', parameters: ['--showuse', '--showmemuse', '--json'], parse: parseRocmSmi },
]

const deadlineMs = 30_000
const maxOutputBytes = 16 * 1024 * 1024

/** No tool of this host told the state of its GPUs. */
export class GpuStateUnknown extends Error {
  override readonly name = 'GpuStateUnknown'

  constructor(reasons: readonly string[]) {
    super(
      `The state of the GPUs cannot be read, so they count as busy (${reasons.join('; ')}). ` +
        'amd-smi or rocm-smi must be on the PATH of the worker and work there.',
    )
  }
}

/**
 * Asks the first tool that answers for the state of all GPUs of this host.
 *
 * @throws GpuStateUnknown, where none does; the reason of `signal`, unchanged
 */
export async function readGpuState(signal?: AbortSignal): Promise<GpuState[]> {
  const reasons: string[] = []
  for (const { program, parameters, parse } of tools) {
    try {
      // What these tools write to stderr are warnings about their own future.
      const { stdout } = await execa(program, parameters, {
        stdin: 'ignore',
        stderr: 'ignore',
        timeout: deadlineMs,
        maxBuffer: maxOutputBytes,
        ...(signal === undefined ? {} : { cancelSignal: signal }),
      })
      return parse(stdout)
    } catch (error) {
      signal?.throwIfAborted()
      reasons.push(`${program}: ${firstLine(error)}`)
    }
  }
  throw new GpuStateUnknown(reasons)
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.split('\n')[0] ?? ''
}
