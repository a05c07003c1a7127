import { describe, expect, it } from 'vitest'
import { rightAnswers } from './gsm8k-answers.js'

const line = (question: string, answer: string) => JSON.stringify({ question, answer })
const questions = [
  line('How many?', '24 * 11 = 264 #### 264'),
  line('What do 1,000 cost?', '#### 1,300'),
  line('And then?', '#### 7'),
  line('Never asked', '#### 1'),
].join('\n')

/** As `dump_state_text` of SGLang writes the states of `few_shot_gsm8k`, prompts with one worked example. */
function written(...answers: readonly string[]): string {
  const asked = ['How many?', 'What do 1,000 cost?', 'And then?']
  return answers
    .map((answer, index) => {
      const prompt = `Question: How many?\nAnswer: 24 * 11 = 264 #### 264\n\nQuestion: ${asked[index] ?? ''}\nAnswer:`
      return `${'='.repeat(40)} ${index} ${'='.repeat(40)}\n${prompt}${answer}\n${'='.repeat(80)}\n\n`
    })
    .join('')
}

describe('rightAnswers', () => {
  it('tells right from wrong by the last number of each answer', () => {
    const dump = written(' 24 * 11 = 264\n#### 264', ' about 1300.', ' I do not know')

    expect(rightAnswers(dump, questions, 0.667)).toBe('110')
  })

  it('takes no number of the prompt for an answer', () => {
    expect(rightAnswers(written(''), questions, 0)).toBe('0')
  })

  it.each([
    ['the share is another than was printed', written(' 264', ' 1300', ' 8'), questions, 1],
    ['nothing was written', '', questions, 0.5],
    ['something else was written', 'a\n', questions, 0.5],
    ['an answer holds what stands between two', written(` 264\n${'='.repeat(80)}\n 1`), questions, 1],
    ['the questions are others', written(' 264'), line('Why?', '#### 264'), 1],
    ['there are fewer questions than answers', written(' 264', ' 1300'), questions.split('\n', 1).join(), 1],
    ['the questions cannot be read', written(' 264'), '{"question": ', 1],
  ])('tells nothing where %s', (_, dump, file, accuracy) => {
    expect(rightAnswers(dump, file, accuracy)).toBeUndefined()
  })
})
