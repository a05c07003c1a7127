import { questionIn, type Question } from '../question-file.js'

/** Where the evaluator leaves each question with its answer, in the folder that it runs in. */
export const gsm8kAnswersFile = 'tmp_output_gsm8k.txt'

/**
 * Which questions a run of GSM8K got right, one character a question in the order of the file: `1` right, `0`
 * wrong. From what the evaluator wrote of its answers and the questions it was given; undefined where the two
 * do not belong together, or their share is not the accuracy (0 to 1, three decimals) that the evaluator
 * itself printed.
 */
export function rightAnswers(written: string, questions: string, accuracy: number): string | undefined {
  const asked = questionsOf(questions)
  const texts = textsOf(written)
  if (texts === undefined) return undefined
  let right = ''
  for (const [index, text] of texts.entries()) {
    const question = asked[index]
    if (question === undefined) return undefined
    const prompt = `Question: ${question.question}\nAnswer:`
    const start = text.lastIndexOf(prompt)
    if (start < 0) return undefined
    const answer = lastNumber(text.slice(start + prompt.length))
    right += answer !== undefined && answer === lastNumber(question.answer) ? '1' : '0'
  }
  const share = right.replaceAll('0', '').length / right.length
  return Math.abs(share - accuracy) < 0.001 ? right : undefined
}

const fence = '='.repeat(40)
const end = `\n${fence}${fence}\n`

/**
 * What was written of each question: a line with its number, the prompt with the answer, a line. One after
 * the other, since answers may hold anything. Undefined where nothing was written, or something else.
 */
function textsOf(written: string): string[] | undefined {
  const texts: string[] = []
  let place = 0
  while (place < written.length) {
    const start = `${fence} ${texts.length} ${fence}\n`
    const stop = written.indexOf(end, place)
    if (!written.startsWith(start, place) || stop < 0) return undefined
    texts.push(written.slice(place + start.length, stop))
    place = stop + end.length
    if (written[place] === '\n') place += 1
  }
  return texts.length === 0 ? undefined : texts
}

/** The file's questions; none from the first line on that holds no question. */
function questionsOf(lines: string): Question[] {
  const questions: Question[] = []
  for (const line of lines.split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue
    const question = questionIn(line)
    if (question === undefined) break
    questions.push(question)
  }
  return questions
}

/** The last whole number in a text, without its commas and leading zeros, as the evaluator reads it. */
function lastNumber(text: string): string | undefined {
  const numbers = text.replaceAll(',', '').match(/\d+/g) ?? []
  return numbers.at(-1)?.replace(/^0+(?=\d)/, '')
}
