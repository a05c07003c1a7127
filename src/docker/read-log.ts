import { addAbortSignal, type Readable } from 'node:stream'
import type { Engine } from './engine.js'
import { ContainerMissing, DockerError, DockerUnavailable, hasStatus } from './errors.js'
import { LineAssembler } from './line-assembler.js'
import { readFrames, type LogFrame } from './log-frames.js'
import type { LogLines } from './log-lines.js'
import { pause } from './pause.js'
import { asReadable } from './bounded-stream.js'

export interface LogReading {
  readonly engine: Engine
  readonly containerId: string
  readonly name: string
  readonly onLines: (lines: LogLines) => void | Promise<void>
  /**
   * Bytes that are to be kept: lines beyond are handed on as not kept. A container that prints four times as
   * much is over its limit.
   */
  readonly maxBytes: number
  /** Resolves once the container has ended. */
  readonly ended: Promise<unknown>
  readonly signal: AbortSignal
}

/**
 * How far a log has been read. Counted in messages: the Engine gives them in the same order each time, while
 * their times may repeat, and run backwards where stdout and stderr meet.
 */
interface Position {
  messages: number
  last: LogFrame | undefined
}

/** Gives whether more was printed than may be. */
type Take = (messages: readonly LogFrame[]) => Promise<boolean>
type Reading = 'over' | 'limit' | { readonly broke: unknown }

/** A container that prints so many times what is to be kept floods its log, and is ended. */
const floodFactor = 4
const retryMs = 250
const triesAfterEnd = 8
/** A log of a container that has ended and from which nothing comes for so long is opened again. */
const stallMs = 3000

/**
 * Hands on every line that the container prints, from its very first, in order and once, until it has ended
 * and all is handed on: numbers and signs of trouble may stand beyond what the log keeps. A connection that
 * breaks is opened again, and what was read already is skipped. Gives `limit` when the container printed four
 * times `maxBytes`: the rest is not read.
 *
 * @throws ContainerMissing, DockerUnavailable, whatever `onLines` throws, the reason of `signal`
 */
export async function readLog(log: LogReading): Promise<'complete' | 'limit'> {
  const position: Position = { messages: 0, last: undefined }
  const assembler = new LineAssembler()
  let printed = 0
  let isKept = true
  const handOn = async () => {
    log.signal.throwIfAborted()
    const lines = assembler.take({ isKept })
    if (lines.count > 0) await log.onLines(lines)
  }
  const take: Take = async (messages) => {
    for (const message of messages) {
      printed += message.end - message.start
      if (isKept && printed > log.maxBytes) {
        assembler.addNote(message, `…[more than ${log.maxBytes} bytes were printed: the rest is not kept]`)
        await handOn()
        isKept = false
      }
      assembler.add(message)
    }
    await handOn()
    return printed > floodFactor * log.maxBytes
  }
  const outcome = await readToEnd(log, position, take)
  assembler.end()
  await handOn()
  return outcome
}

async function readToEnd(log: LogReading, position: Position, take: Take): Promise<'complete' | 'limit'> {
  const state = { ended: false }
  const ended = log.ended.then(
    () => (state.ended = true),
    () => undefined,
  )
  for (let failures = 0; failures <= triesAfterEnd;) {
    const endedBefore = state.ended
    const reading = await readOnce(log, position, take)
    if (reading === 'limit') return 'limit'
    if (reading === 'over') {
      if (endedBefore) return 'complete'
      // The stream ends with the container, and the news of that end may come a little later.
      await pause(retryMs, { signal: log.signal, wake: ended })
      if (state.ended && (await isAtEnd(log, position))) return 'complete'
      continue
    }
    if (failures === triesAfterEnd) throw reading.broke
    if (state.ended) failures += 1
    await pause(retryMs, { signal: log.signal })
  }
  return 'complete'
}

/** Reads from the beginning what comes over one connection, and takes what lies beyond `position`. */
async function readOnce(log: LogReading, position: Position, take: Take): Promise<Reading> {
  // What the taker throws is no break of the connection.
  let isTaking = false
  try {
    const stream = await open(log, 'all')
    const watch = watchForStall(log.ended, stream)
    try {
      let skip = position.messages
      for await (const batch of readFrames(stream)) {
        watch.suspend()
        const messages = skip === 0 ? batch : batch.slice(skip)
        skip -= batch.length - messages.length
        isTaking = true
        if (messages.length > 0 && (await take(messages))) return 'limit'
        isTaking = false
        position.messages += messages.length
        position.last = messages.at(-1) ?? position.last
        watch.resume()
      }
      return 'over'
    } finally {
      watch.suspend()
      stream.destroy()
    }
  } catch (error) {
    log.signal.throwIfAborted()
    if (isTaking || (error instanceof DockerError && !(error instanceof DockerUnavailable))) throw error
    return { broke: error }
  }
}

/** Whether the last message that the Engine holds is the last one that was read. */
async function isAtEnd(log: LogReading, position: Position): Promise<boolean> {
  let last: LogFrame | undefined
  try {
    const stream = await open(log, 1)
    try {
      for await (const frames of readFrames(stream)) last = frames.at(-1)
    } finally {
      stream.destroy()
    }
  } catch {
    return false
  }
  if (last === undefined || position.last === undefined) return last === position.last
  return last.stream === position.last.stream && payloadOf(last).equals(payloadOf(position.last))
}

function payloadOf({ bytes, start, end }: LogFrame): Buffer {
  return bytes.subarray(start, end)
}

async function open(log: LogReading, tail: number | 'all'): Promise<Readable> {
  try {
    const stream = await log.engine.call(
      `read the log of container ${log.name}`,
      (abortSignal) =>
        log.engine.docker.getContainer(log.containerId).logs({
          follow: true,
          stdout: true,
          stderr: true,
          timestamps: true,
          ...(tail === 'all' ? {} : { tail }),
          abortSignal,
        }),
      { signal: log.signal },
    )
    return addAbortSignal(log.signal, asReadable(stream))
  } catch (error) {
    throw hasStatus(error, 404) ? new ContainerMissing(log.name) : error
  }
}

/** Breaks a stream from which nothing came for a while although its container has ended. */
function watchForStall(ended: Promise<unknown>, stream: Readable): { suspend(): void; resume(): void } {
  let timer: NodeJS.Timeout | undefined
  let armed = false
  let waiting = true
  const resume = () => {
    waiting = true
    clearTimeout(timer)
    if (armed) timer = setTimeout(() => stream.destroy(), stallMs)
  }
  void ended.then(
    () => {
      armed = true
      if (waiting) resume()
    },
    () => undefined,
  )
  return {
    suspend: () => {
      waiting = false
      clearTimeout(timer)
    },
    resume,
  }
}
