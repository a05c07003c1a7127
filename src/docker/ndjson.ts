/**
 * Reads newline-delimited JSON as it comes and yields each parsed line.
 *
 * @throws Error, where a line is longer than `maxLineBytes` or is no JSON: a stream that went wrong must not be taken
 * for one that said nothing.
 */
export async function* readJsonLines(
  stream: AsyncIterable<Buffer | string>,
  { maxLineBytes = 4 * 1024 * 1024 }: { maxLineBytes?: number } = {},
): AsyncGenerator {
  let pending: Buffer[] = []
  let pendingBytes = 0
  for await (const piece of stream) {
    let rest = typeof piece === 'string' ? Buffer.from(piece) : piece
    for (let end = rest.indexOf(newline); end >= 0; end = rest.indexOf(newline)) {
      pending.push(rest.subarray(0, end))
      const line = Buffer.concat(pending).toString('utf8').trim()
      pending = []
      pendingBytes = 0
      rest = rest.subarray(end + 1)
      if (line !== '') yield parseLine(line)
    }
    pending.push(rest)
    pendingBytes += rest.length
    if (pendingBytes > maxLineBytes) {
      throw new Error(`A line of Docker's progress stream is longer than ${maxLineBytes} bytes`)
    }
  }
  const last = Buffer.concat(pending).toString('utf8').trim()
  if (last !== '') yield parseLine(last)
}

const newline = 0x0a

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (cause) {
    throw new Error(`Docker's progress stream holds a line that is no JSON: ${line.slice(0, 200)}`, { cause })
  }
}
