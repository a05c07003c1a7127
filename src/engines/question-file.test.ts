import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findQuestionFile, type QuestionFile } from './question-file.js'

const question = `${JSON.stringify({ question: 'How many?', answer: 'Two. #### 2' })}\n`

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prbench-questions-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const put = async (path: string, text = question) => {
  const whole = join(folder, path)
  await mkdir(dirname(whole), { recursive: true })
  await writeFile(whole, text)
  return whole
}
const find = (named?: string, environment: NodeJS.ProcessEnv = {}) =>
  findQuestionFile(named, { XDG_DATA_HOME: folder, ...environment }, join(folder, 'downloaded.jsonl'))

const problemOf = (file: QuestionFile) => ('problem' in file ? file.problem : undefined)

describe('findQuestionFile', () => {
  it('looks at the recipe, the variable, its own place and the download of SGLang, in that order', async () => {
    const downloaded = await put('downloaded.jsonl')
    expect(await find()).toEqual({ path: downloaded })
    const own = await put('prbench/gsm8k/test.jsonl')
    expect(await find()).toEqual({ path: own })
    const variable = await put('variable.jsonl')
    expect(await find(undefined, { PRBENCH_GSM8K: variable })).toEqual({ path: variable })
    const named = await put('named.jsonl')
    expect(await find(named, { PRBENCH_GSM8K: variable })).toEqual({ path: named })
  })

  it('says where the questions belong where they are nowhere', async () => {
    const place = join(folder, 'prbench', 'gsm8k', 'test.jsonl')

    expect(await find()).toEqual({ problem: { kind: 'no-questions', place } })
  })

  it('takes no other file in place of the one that is named', async () => {
    await put('prbench/gsm8k/test.jsonl')

    expect(await find('/absent.jsonl')).toEqual({
      problem: { kind: 'file-unusable', path: '/absent.jsonl', setting: 'gsm8k.data', fault: 'absent' },
    })
  })

  it.each(['', 'not JSON', '{"question": "How many?"}\n'])(
    'refuses a file that begins with %j',
    async (text) => {
      const path = await put('wrong.jsonl', text)

      const found = problemOf(await find(undefined, { PRBENCH_GSM8K: path }))

      expect(found).toMatchObject({ setting: 'PRBENCH_GSM8K', fault: 'other-content' })
    },
  )
})
