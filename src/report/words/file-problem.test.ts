import { expect, it } from 'vitest'
import { fileProblemWords, noQuestionsWords } from './file-problem.js'

it.each([
  ['online.dataset', 'absent', 'the data set /x (online.dataset of the recipe) does not exist'],
  ['online.dataset', 'other-content', /^the data set \/x .* is not a file of conversations: /],
  [
    'gsm8k.data',
    'folder',
    'the file of questions /x (gsm8k.data of the recipe) is a folder; without it, use --skip-gsm8k',
  ],
  ['PRBENCH_GSM8K', 'other-content', /^the file of questions \/x \(PRBENCH_GSM8K\) is not a file of GSM8K/],
] as const)('says what is wrong with the file of %s: %s', (setting, fault, words) => {
  const said = fileProblemWords({ kind: 'file-unusable', path: '/x', setting, fault })

  if (typeof words === 'string') expect(said).toBe(words)
  else expect(said).toMatch(words)
})

it('says with which command to get the questions', () => {
  expect(noQuestionsWords('/data/test.jsonl')).toMatch(
    /curl -fL --create-dirs -o \/data\/test\.jsonl https:\/\/\S+test\.jsonl$/,
  )
})
