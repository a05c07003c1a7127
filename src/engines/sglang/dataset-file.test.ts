import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { datasetProblem } from './dataset-file.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prbench-dataset-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const problemWith = async (text: string) => {
  const path = join(folder, 'sharegpt.json')
  await writeFile(path, text)
  return datasetProblem(path)
}
const talk = { id: 'a', conversations: [{ from: 'human', value: 'How many?' }] }

describe('datasetProblem', () => {
  it.each([JSON.stringify([talk]), JSON.stringify([talk], null, 2), JSON.stringify([talk]).slice(0, 40)])(
    'takes a file that begins with %j',
    async (text) => {
      expect(await problemWith(text)).toBeUndefined()
    },
  )

  it.each(['', JSON.stringify(talk), '[]', '[{"question": "How many?"}]'])(
    'refuses a file that begins with %j',
    async (text) => {
      expect(await problemWith(text)).toMatchObject({ fault: 'other-content' })
    },
  )

  it('names the file and the key of the recipe', async () => {
    const absent = join(folder, 'absent.json')

    expect(await datasetProblem(absent)).toEqual({
      kind: 'file-unusable',
      path: absent,
      setting: 'online.dataset',
      fault: 'absent',
    })
    expect(await datasetProblem(folder)).toMatchObject({ fault: 'folder' })
  })
})
