import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadAcknowledgements } from './acknowledgements.js'

let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prbench-acknowledged-'))
  file = join(folder, 'acknowledged.yaml')
})
afterEach(() => rm(folder, { recursive: true }))

const whole = {
  stage: 'grok/online',
  metric: 'itl_median',
  bound: '4',
  who: 'ann',
  why: '"#12: known"',
  until: '2027-01-31',
}

const write = (fields: Partial<typeof whole>) =>
  writeFile(
    file,
    Object.entries({ ...whole, ...fields })
      .map(([key, value], index) => `${index === 0 ? '- ' : '  '}${key}: ${value}\n`)
      .join(''),
  )

describe('a file of acknowledgements', () => {
  it('gives each bound as a fraction', async () => {
    await write({})

    expect(await loadAcknowledgements(file)).toEqual([{ ...whole, bound: 0.04, why: '#12: known' }])
  })

  it('may be empty', async () => {
    await writeFile(file, '# nothing\n')

    expect(await loadAcknowledgements(file)).toEqual([])
  })

  it.each([
    [{ bound: '0' }, /acknowledged.yaml:3: /],
    [{ bound: 'much' }, /acknowledged.yaml:3: .*a percentage, such as 4/],
    [{ until: 'later' }, /acknowledged.yaml:6: .*a day, such as 2027-01-31/],
  ])('with %j is refused, with the line', async (fields, problem) => {
    await write(fields)

    await expect(loadAcknowledgements(file)).rejects.toThrow(problem)
  })

  it('that is not there is refused', async () => {
    await expect(loadAcknowledgements(join(folder, 'other.yaml'))).rejects.toThrow('cannot be read')
  })
})
