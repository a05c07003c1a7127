import fc from 'fast-check'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { demoImage, demoPlan, demoRecord } from '../../test/fixtures/record.js'
import type { Plan } from '../comparison/plan.js'
import { RecordInvalid } from './errors.js'
import { judgeRun } from './judge-run.js'
import {
  addImage,
  addPair,
  formatRecord,
  openRecord,
  parseRecord,
  readRecord,
  updateRecord,
} from './record-file.js'
import { createRunDirectory } from './run-directory.js'

let output: string
let plan: Plan

beforeEach(async () => {
  output = await mkdtemp(join(tmpdir(), 'prbench-record-'))
  plan = await createRunDirectory(demoPlan({ runDirectory: join(output, 'pr1234') }))
})

afterEach(async () => {
  await rm(output, { recursive: true, force: true })
})

describe('the record of a run', () => {
  it('is empty at first, and read back as it was written', async () => {
    const [pair] = demoRecord({ plan, pairs: 1 }).pairs
    if (pair === undefined) throw new Error('the fixture has no pair')

    const empty = await openRecord(plan)
    await addImage(plan, demoImage(plan, 'main'))
    const written = await addPair(plan, pair)

    expect(empty).toEqual({ schema: 2, plan, images: [], pairs: [], endings: [], notes: [] })
    expect(await readRecord(plan.runDirectory)).toEqual(written)
    expect(written.images).toEqual([demoImage(plan, 'main')])
    expect(written.pairs).toEqual([pair])
  })

  it('takes the same attempt twice and keeps it once, and keeps every attempt', async () => {
    const [pair] = demoRecord({ plan, pairs: 1 }).pairs
    if (pair === undefined) throw new Error('the fixture has no pair')

    await addPair(plan, pair)
    await addPair(plan, { ...pair, host: 'mi300x-02' })
    const record = await addPair(plan, { ...pair, attempt: 2 })

    expect(record.pairs.map(({ attempt, host }) => [attempt, host])).toEqual([
      [1, 'mi300x-02'],
      [2, 'mi300x-01'],
    ])
  })

  it('drops a judgement that does not know the newest pair', async () => {
    const [pair] = demoRecord({ plan, pairs: 1 }).pairs
    if (pair === undefined) throw new Error('the fixture has no pair')
    await updateRecord(plan, (record) => ({ ...record, judgement: judgeRun(record, ({ kind }) => kind) }))

    const record = await addPair(plan, pair)

    expect(record).not.toHaveProperty('judgement')
  })

  it('loses nothing when many write at once', async () => {
    const { pairs } = demoRecord({ plan, pairs: 6 })

    await Promise.all(pairs.map((pair) => addPair(plan, pair)))

    expect((await readRecord(plan.runDirectory)).pairs).toHaveLength(pairs.length)
  })

  it('goes on after a failed change', async () => {
    const [pair] = demoRecord({ plan, pairs: 1 }).pairs
    if (pair === undefined) throw new Error('the fixture has no pair')
    const other = { ...plan, run: 'another' }

    const results = await Promise.allSettled([addPair(other, pair), addPair(plan, pair)])

    expect(results.map((result) => result.status)).toEqual(['rejected', 'fulfilled'])
  })

  it('makes a deleted directory anew', async () => {
    const [pair] = demoRecord({ plan, pairs: 1 }).pairs
    if (pair === undefined) throw new Error('the fixture has no pair')
    await rm(plan.runDirectory, { recursive: true })

    await addPair(plan, pair)

    expect(JSON.parse(await readFile(join(plan.runDirectory, 'plan.json'), 'utf8'))).toEqual(plan)
    expect((await readRecord(plan.runDirectory)).pairs).toEqual([pair])
  })

  it('keeps the record that a directory still has while somebody deletes it', async () => {
    const { pairs } = demoRecord({ plan, pairs: 2 })
    const [first, second] = pairs
    if (first === undefined || second === undefined) throw new Error('the fixture has no pairs')
    await addPair(plan, first)
    await rm(join(plan.runDirectory, '.prbench-run'))

    await addPair(plan, second)

    expect(await readRecord(plan.runDirectory)).toMatchObject({ pairs: [first, second], notes: [] })
  })

  it('never opens the record of another run', async () => {
    await addImage(plan, demoImage(plan, 'main'))

    await expect(openRecord({ ...plan, run: 'another' })).rejects.toMatchObject({
      name: 'RunDirectoryUnusable',
    })
  })
})

describe('a record that is not as it should be', () => {
  const record = demoRecord({ pairs: 2 })

  it.each([
    ['', 'results.json: it is not JSON'],
    [formatRecord(record).slice(0, 1000), 'results.json: it is not JSON'],
    ['[]', 'results.json: Invalid input'],
    [formatRecord(record).replace('"schema": 2', '"schema": 3'), 'results.json, field schema: '],
    [formatRecord(record).replace('"position": 1', '"position": 3'), 'field pairs[0].launches[0].position: '],
    [
      formatRecord(record).replace('"stage": "grok/offline"', '"stage": "nobody"'),
      'the plan has no stage "nobody"',
    ],
    [
      formatRecord(record).replace('"arm": "pr",\n     "position"', '"arm": "main",\n     "position"'),
      'launch of each arm',
    ],
  ])('is refused with the file and the field (%#)', (text, message) => {
    expect(() => parseRecord(text, 'results.json')).toThrow(message)
  })

  it.each([
    ['NUL bytes', `${formatRecord(record).slice(0, 3000)}\0\0`],
    ['10 MB in one row', `{"schema": "${'x'.repeat(10_000_000)}"}`],
    ['1e999', formatRecord(record).replace('"redoLimit": 6', '"redoLimit": 1e999')],
  ])('is refused with %s', (_, text) => {
    expect(() => parseRecord(text, 'results.json')).toThrow(RecordInvalid)
  })

  it('makes the reader throw nothing but its own error, whatever its bytes are', () => {
    const whole = formatRecord(record)
    const place = fc.nat(whole.length)
    fc.assert(
      fc.property(place, fc.nat(40), fc.string({ unit: 'binary', maxLength: 20 }), (at, removed, added) => {
        try {
          parseRecord(`${whole.slice(0, at)}${added}${whole.slice(at + removed)}`, 'results.json')
          return true
        } catch (error) {
          return error instanceof RecordInvalid
        }
      }),
    )
  })

  it('is refused when it is missing', async () => {
    await expect(readRecord(output)).rejects.toThrow(`${join(output, 'results.json')}: no such file`)
    await writeFile(join(output, 'results.json'), '{}')
    await expect(readRecord(output)).rejects.toThrow('field schema')
  })
})
