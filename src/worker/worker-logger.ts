import { DefaultLogger, type Logger } from '@temporalio/worker'

/** The worker's log: one JSON object a line, on standard error. */
export function workerLogger(): Logger {
  return new DefaultLogger('INFO', ({ level, timestampNanos, message, meta }) => {
    const time = new Date(Number(timestampNanos / 1_000_000n)).toISOString()
    process.stderr.write(`${JSON.stringify({ time, level, message, ...plain(meta) })}\n`)
  })
}

/** Metadata without what is not for a log line: raw buffers, and the stack where the message says enough. */
function plain(meta: Record<string | symbol, unknown> | undefined): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(meta ?? {}).map(([key, value]) => [key, value instanceof Error ? value.message : value]),
  )
}
