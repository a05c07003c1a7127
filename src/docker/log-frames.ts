/**
 * One message of a container's log as the Engine frames it: a line, or a piece of one that is longer than 16
 * KiB.
 */
export interface LogFrame {
  readonly stream: 'stdout' | 'stderr'
  /**
   * What came over a connection at once: a log of gigabytes has millions of messages, so they are left in
   * place.
   */
  readonly bytes: Buffer
  /** Where its payload begins and ends there. */
  readonly start: number
  readonly end: number
}

const headerBytes = 8
const maxFrameBytes = 1024 * 1024

/**
 * Takes the Engine's multiplexed log apart, and hands on what each piece of the stream completed. Reads no
 * faster than its consumer takes. Format: eight bytes of header (stream, three zeros, length as big-endian 32
 * bits), then the payload (Docker Engine API, ContainerAttach, "Stream format").
 *
 * @throws Error, where the stream ends within a frame or is no such stream
 */
export async function* readFrames(stream: AsyncIterable<Buffer | string>): AsyncGenerator<LogFrame[]> {
  let pending = Buffer.alloc(0)
  for await (const piece of stream) {
    const more = typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece
    const bytes: Buffer = pending.length === 0 ? more : Buffer.concat([pending, more])
    const frames = framesIn(bytes)
    pending = Buffer.from(bytes.subarray(frames.at(-1)?.end ?? 0))
    if (frames.length > 0) yield frames
  }
  if (pending.length > 0) throw new Error('The container’s log ended in the middle of a line')
}

/** The frames that are whole. */
function framesIn(bytes: Buffer): LogFrame[] {
  const frames: LogFrame[] = []
  for (let start = headerBytes; start <= bytes.length;) {
    const end = start + frameLength(bytes, start - headerBytes)
    if (end > bytes.length) break
    frames.push({ stream: bytes[start - headerBytes] === 2 ? 'stderr' : 'stdout', bytes, start, end })
    start = end + headerBytes
  }
  return frames
}

function frameLength(bytes: Buffer, at: number): number {
  const kind = bytes.readUInt8(at)
  const length = bytes.readUInt32BE(at + 4)
  if (kind > 2 || length > maxFrameBytes) {
    throw new Error('The container’s log is not a multiplexed stream. Was it created with a terminal?')
  }
  return length
}
