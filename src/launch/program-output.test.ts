import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LineAssembler } from '../docker/line-assembler.js'
import type { LogLine } from '../docker/log-lines.js'
import { LogBlock } from '../run/stage-log.js'
import { ServerLog, serverLogMarkers } from '../engines/sglang/server-log.js'
import { ProgramOutput } from './program-output.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'program-output-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true })
})

/** What becomes of lines: in the log file, in the tail, and of those that the reader sees. */
async function take(lines: readonly string[], markers: readonly string[], beyond: readonly string[] = []) {
  const path = join(folder, 'grok_offline.log')
  const log = await LogBlock.open(path, 0)
  const output = new ProgramOutput(log, markers)
  const assembler = new LineAssembler()
  const seen: LogLine[] = []
  for (const [some, isKept] of [
    [lines, true],
    [beyond, false],
  ] as const) {
    for (const line of some) {
      const bytes = Buffer.from(`2025-01-20T14:30:22.123456789Z ${line}\n`)
      assembler.add({ stream: 'stdout', bytes, start: 0, end: bytes.length })
    }
    seen.push(...(await output.take(assembler.take({ isKept }))))
  }
  await log.close()
  return { file: await readFile(path, 'utf8'), tail: output.tail.lines(), seen: seen.map(({ text }) => text) }
}

describe('ProgramOutput', () => {
  it('writes every line, and gives those that hold a marker', async () => {
    const { file, tail, seen } = await take(['noise', 'latency: 1', '', 'latency: 2', 'noise'], ['latency: '])

    expect(file).toBe('noise\nlatency: 1\n\nlatency: 2\nnoise\n')
    expect(tail).toEqual(['noise', 'latency: 1', '', 'latency: 2', 'noise'])
    expect(seen).toEqual(['latency: 1', 'latency: 2'])
  })

  it('reads what its log does not keep, and has the end of it in the tail', async () => {
    const { file, tail, seen } = await take(['latency: 1'], ['latency: '], ['noise', 'latency: 2', 'why'])

    expect(file).toBe('latency: 1\n')
    expect(seen).toEqual(['latency: 1', 'latency: 2'])
    expect(tail).toEqual(['latency: 1', 'noise', 'latency: 2', 'why'])
  })

  it('lets no key through, wherever it stands', async () => {
    const lines = [
      "before, api_key='canary'",
      'noise',
      'HF_TOKEN=canary python3',
      'Authorization: Bearer canary',
      'after',
    ]

    const { file, tail, seen } = await take(lines, ['before'])

    expect(file).toBe(
      "before, api_key='***'\nnoise\nHF_TOKEN=*** python3\nAuthorization: Bearer ***\nafter\n",
    )
    expect([...tail, ...seen].join()).not.toContain('canary')
  })

  it('cuts the line of all arguments in the file, and takes its key out, but gives the reader all of it', async () => {
    const many = Array.from({ length: 546 }, (_, number) => `'an_argument_of_a_server_${number}': ${number}`)
    const line = `server_args={${many.join(', ')}, 'api_key': 'canary'}`

    const { file, seen } = await take([line, 'after'], serverLogMarkers)

    const log = new ServerLog()
    for (const text of seen) log.read(text)
    expect(Object.keys(log.state.arguments ?? {})).toHaveLength(546)
    expect(log.state.argumentsCut).toBeUndefined()
    const [first = '', second] = file.split('\n')
    expect(first).toMatch(/…\[\+\d+ bytes\]$/)
    expect(Buffer.byteLength(first)).toBeLessThan(8192 + 30)
    expect(second).toBe('after')
  })
})
