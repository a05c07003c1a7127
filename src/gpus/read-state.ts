import { execa } from 'execa'
import type { GpuState, GpuVendor } from './vendor.js'

const deadlineMs = 30_000
const maxOutputBytes = 16 * 1024 * 1024

/** No tool of this host told the state of its GPUs. */
export class GpuStateUnknown extends Error {
  override readonly name = 'GpuStateUnknown'

  constructor(tools: readonly string[], reasons: readonly string[]) {
    super(
      `Cannot read the state of the GPUs, so they count as busy (${reasons.join('; ')}). ` +
        `Make ${tools.join(' or ')} work for the user of the worker.`,
    )
  }
}

/**
 * Asks the first of the vendor's tools that answers for the state of all GPUs of this host.
 *
 * @throws GpuStateUnknown, where none does; the reason of `signal`, unchanged
 */
export async function readGpuState({ tools }: GpuVendor, signal?: AbortSignal): Promise<GpuState[]> {
  const reasons: string[] = []
  for (const { program, parameters, parse } of tools) {
    // What these tools write to stderr are warnings about their own future; some fail, and tell everything
    // all the same.
    const { stdout, failed, ...ended } = await execa(program, parameters, {
      reject: false,
      stdin: 'ignore',
      stderr: 'ignore',
      timeout: deadlineMs,
      maxBuffer: maxOutputBytes,
      ...(signal === undefined ? {} : { cancelSignal: signal }),
    })
    signal?.throwIfAborted()
    try {
      return parse(stdout)
    } catch (error) {
      const why = failed && 'shortMessage' in ended ? ended.shortMessage : messageOf(error)
      reasons.push(`${program}: ${why.split('\n')[0] ?? ''}`)
    }
  }
  throw new GpuStateUnknown(
    tools.map(({ program }) => program),
    reasons,
  )
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
