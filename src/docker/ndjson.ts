import { StringDecoder } from 'node:string_decoder'

/**
 * Reads newline-delimited JSON as it comes and yields each parsed line.
 *
 * @throws Error, where a line is no JSON: a stream that went wrong must not be taken for one that said
 * nothing
 */
export async function* readJsonLines(stream: AsyncIterable<Buffer | string>): AsyncGenerator {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  for await (const piece of stream) {
    const lines = (rest + (typeof piece === 'string' ? piece : decoder.write(piece))).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim() !== '') yield parseLine(line)
  }
  if (rest.trim() !== '') yield parseLine(rest)
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (cause) {
    throw new Error(`Docker's progress stream has a line that is not JSON: ${line.slice(0, 200)}`, { cause })
  }
}
