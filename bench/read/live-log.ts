import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { connectEngine, type Engine } from '../../src/docker/engine.js'
import { readLog, type LogReading } from '../../src/docker/read-log.js'
import { asReadable } from '../../src/docker/bounded-stream.js'
import { OneBatchReader, oneBatchReaderMarkers } from '../../src/engines/sglang/one-batch-reader.js'
import { ProgramOutput } from '../../src/launch/program-output.js'
import { LogBlock } from '../../src/run/stage-log.js'
import { underHeartbeat, type Strain } from './heartbeat.js'
import { shapes, writeLog } from './log-file.js'

const container = 'launch'
const time = '2026-03-01T10:00:00.123456789Z '
const head =
  'HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\nTransfer-Encoding: chunked\r\n\r\n'
const end = '0\r\n\r\n'

/** Answers every request with a file, or with its last bytes where only the last line is asked for. */
const engineScript = `
  const { createReadStream, statSync } = require('node:fs')
  const [, path, file, head, end, last] = process.argv
  require('node:net').createServer((socket) => socket.once('data', (request) => {
    const start = request.includes('tail=1') ? statSync(file).size - Number(last) : 0
    const answer = createReadStream(file, { start, highWaterMark: 1 << 20 })
    socket.on('error', () => answer.destroy())
    socket.write(head)
    answer.pipe(socket, { end: false })
    answer.on('end', () => socket.end(end))
  })).listen(path, () => console.log('listening'))`

export interface LiveStrain {
  /** Of receiving it and throwing it away: what reading takes comes on top. */
  readonly receiving: Strain
  readonly reading: Strain
}

/**
 * Reads the log of a launch as the launch does, into a log file, a tail and its readers: an Engine's answer
 * with so many bytes of lines, each a message in a chunk of its own, as the Engine sends them. The Engine is
 * another process that answers with a file.
 */
export async function liveStrain(folder: string, bytes: number): Promise<LiveStrain> {
  const answer = join(folder, 'answer')
  const lastBytes = await writeAnswer(answer, bytes)
  const socketPath = join(folder, 'engine.sock')
  const server = spawn(
    process.execPath,
    ['-e', engineScript, socketPath, answer, head, end, String(lastBytes)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  try {
    await once(server.stdout, 'data')
    const engine = connectEngine({ socketPath })
    const receiving = await underHeartbeat(() => receive(engine))
    return { receiving, reading: await underHeartbeat(() => readAsLaunch(engine, folder)) }
  } finally {
    server.kill()
    await rm(answer)
  }
}

async function receive({ docker }: Engine): Promise<void> {
  const stream = await docker.getContainer(container).logs({ follow: true, stdout: true })
  let received = 0
  for await (const piece of asReadable(stream) as AsyncIterable<Buffer>) received += piece.length
  if (received === 0) throw new Error('nothing was received')
}

async function readAsLaunch(engine: Engine, folder: string): Promise<void> {
  const log = await LogBlock.open(join(folder, 'live.log'), 0)
  const output = new ProgramOutput(log, oneBatchReaderMarkers)
  const cases = shapes.map((shape, index) => ({
    name: String(index),
    ...shape,
    tensorParallel: 1,
    flags: [],
  }))
  const reader = new OneBatchReader({ cases, passes: 1 })
  const reading: LogReading = {
    engine,
    containerId: container,
    name: container,
    maxBytes: Infinity,
    ended: Promise.resolve(),
    signal: new AbortController().signal,
    onLines: async (lines) => {
      for (const { text } of await output.take(lines)) {
        reader.read(text)
      }
    },
  }
  await readLog(reading)
  await log.close()
  if (!reader.isComplete) throw new Error('the log of the launch was not read')
}

/** Gives how many bytes its last line has there. */
async function writeAnswer(path: string, bytes: number): Promise<number> {
  let lastBytes = 0
  await writeLog(path, bytes, (lines) => {
    const chunks = lines.split('\n').slice(0, -1).map(chunkOf)
    lastBytes = chunks.at(-1)?.length ?? 0
    return Buffer.concat(chunks)
  })
  return lastBytes
}

/** A line as a message of the Engine's stream, in a chunk of HTTP. */
function chunkOf(line: string): Buffer {
  const payload = Buffer.from(`${time}${line}\n`)
  const frame = Buffer.alloc(8)
  frame.writeUInt8(1, 0)
  frame.writeUInt32BE(payload.length, 4)
  const size = (frame.length + payload.length).toString(16)
  return Buffer.concat([Buffer.from(`${size}\r\n`), frame, payload, Buffer.from('\r\n')])
}
