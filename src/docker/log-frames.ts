/** One message of a container's log as the Engine frames it: a line, or a piece of one that is longer than 16 KiB. */
export interface LogFrame {
  readonly stream: 'stdout' | 'stderr'
  readonly payload: Buffer
}

const headerBytes = 8
const maxFrameBytes = 1024 * 1024

/**
 * Takes the Engine's multiplexed log apart, and hands on what each piece of the stream completed. Reads no faster
 * than its consumer takes. Format: eight bytes of header (stream, three zeros, length as big-endian 32 bits), then
 * the payload (Docker Engine API, ContainerAttach, "Stream format").
 *
 * @throws Error when the stream ends within a frame or is no such stream.
 */
export async function* readFrames(stream: AsyncIterable<Buffer | string>): AsyncGenerator<LogFrame[]> {
  let pending = Buffer.alloc(0)
  for await (const piece of stream) {
    const bytes = typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece
    const data: Buffer = pending.length === 0 ? bytes : Buffer.concat([pending, bytes])
    const frames: LogFrame[] = []
    let offset = 0
    while (data.length - offset >= headerBytes) {
      const end = offset + headerBytes + frameLength(data, offset)
      if (end > data.length) break
      frames.push({
        stream: data[offset] === 2 ? 'stderr' : 'stdout',
        payload: data.subarray(offset + headerBytes, end),
      })
      offset = end
    }
    pending = Buffer.from(data.subarray(offset))
    if (frames.length > 0) yield frames
  }
  if (pending.length > 0) throw new Error('The log of the container broke off within a line')
}

function frameLength(data: Buffer, offset: number): number {
  const kind = data.readUInt8(offset)
  const length = data.readUInt32BE(offset + 4)
  if (kind > 2 || length > maxFrameBytes) {
    throw new Error('The log of the container is no multiplexed stream: was it made with a terminal?')
  }
  return length
}
