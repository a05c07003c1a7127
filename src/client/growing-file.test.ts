import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { GrowingFile } from './growing-file.js'

let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'prbench-growing-'))
  file = path.join(folder, 'log')
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

async function newLines(growing: GrowingFile, isOver = false): Promise<string[]> {
  const lines: string[] = []
  for await (const line of growing.newLines(isOver)) lines.push(line)
  return lines
}

it('gives each line once, whole, and a file that comes later too', async () => {
  const growing = new GrowingFile(file)

  const before = await newLines(growing)
  await writeFile(file, 'one\ntw')
  const first = await newLines(growing)
  await appendFile(file, 'o\nthree')
  const second = await newLines(growing)

  const rest = await newLines(growing, true)

  expect([before, first, second, rest]).toEqual([[], ['one'], ['two'], ['three']])
})

it('joins a character whose bytes come apart', async () => {
  const growing = new GrowingFile(file)
  const bytes = Buffer.from('é\n')

  await writeFile(file, bytes.subarray(0, 1))
  const first = await newLines(growing)
  await appendFile(file, bytes.subarray(1))
  const second = await newLines(growing)

  expect([first, second]).toEqual([[], ['é']])
})

it('begins anew when the file was replaced by a shorter one', async () => {
  const growing = new GrowingFile(file)

  await writeFile(file, 'a long line\n')
  await newLines(growing)
  await writeFile(file, 'new\n')

  expect(await newLines(growing)).toEqual(['new'])
})
