import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { onlineStagePlan } from '../../../test/fixtures/online-record.js'
import { gsm8kTest } from './accuracy.js'
import { sglangRecipe } from './stage.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prbench-accuracy-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('the evaluator is asked for the questions of the host\u2019s file, and downloads nothing', async () => {
  const data = join(folder, 'gsm8k.jsonl')
  await writeFile(data, '{"question": "How many?", "answer": "#### 2"}\n')
  const { online, gsm8k } = sglangRecipe(onlineStagePlan('grok'))
  if (online === undefined || gsm8k === undefined) throw new Error('the fixture asks for accuracy')
  const test = gsm8kTest({
    module: 'sglang.test.few_shot_gsm8k',
    port: 30000,
    recipe: online,
    accuracy: { ...gsm8k, data, questions: 2000, parallel: 1000, shots: 5 },
  })

  const client = await test.client('172.20.0.2')

  expect(client).toMatchObject({
    command: [
      ...['python3', '-u', '-m', 'sglang.test.few_shot_gsm8k'],
      ...['--host', 'http://172.20.0.2', '--port', '30000', '--data-path', '/data/gsm8k.jsonl'],
      ...['--num-questions', '2000', '--parallel', '1000', '--num-shots', '5'],
    ],
    mounts: [{ kind: 'bind', source: data, target: '/data/gsm8k.jsonl' }],
  })
})
