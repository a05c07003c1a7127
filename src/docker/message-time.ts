import type { LogFrame } from './log-frames.js'

const anyTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)(?= )/
const usualBytes = '2025-01-20T14:30:22.123456789Z'.length
const space = 0x20
const letterT = 0x54
const letterZ = 0x5a

/** The time that stands at the beginning of a message; empty where there is none. */
export function timeOf(message: LogFrame): string {
  return message.bytes.toString('latin1', message.start, timeEnd(message))
}

/** Where a message's text begins: behind its time and a space. */
export function textStart(message: LogFrame): number {
  const end = timeEnd(message)
  return end === message.start ? end : end + 1
}

function timeEnd({ bytes, start, end }: LogFrame): number {
  const usualEnd = start + usualBytes
  const isUsual = usualEnd < end && bytes[usualEnd] === space
  if (isUsual && bytes[usualEnd - 1] === letterZ && bytes[start + 10] === letterT) return usualEnd
  const [time = ''] = anyTime.exec(bytes.toString('latin1', start, Math.min(end, start + 40))) ?? []
  return start + time.length
}
