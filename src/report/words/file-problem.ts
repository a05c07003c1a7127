import type { Reason } from '../../comparison/reason.js'

type Unusable = Extract<Reason, { kind: 'file-unusable' }>

/** Why a file that a person named cannot be used: `the data set /x (online.dataset of the recipe) is a folder`. */
export function fileProblemWords({ path, setting, fault }: Unusable): string {
  const { file, place, content } = settings[setting]
  const wrong = fault === 'other-content' ? `is not ${content}` : faults[fault]
  const hint = setting === 'gsm8k.data' ? '; without it, use --skip-gsm8k' : ''
  return `${file} ${path} (${place}) ${wrong}${hint}`
}

/** What to do where GSM8K's questions are not where one of them lies: `place`. */
export function noQuestionsWords(place: string): string {
  return (
    `GSM8K's questions are not on this host, so accuracy is not measured. Get them once with: ` +
    `curl -fL --create-dirs -o ${place} ${source}`
  )
}

const source =
  'https://raw.githubusercontent.com/openai/grade-school-math/master/grade_school_math/data/test.jsonl'

const questions = {
  file: 'the file of questions',
  content: 'a file of GSM8K questions: {"question": ..., "answer": ...}',
}

const settings = {
  'gsm8k.data': { ...questions, place: 'gsm8k.data of the recipe' },
  PRBENCH_GSM8K: { ...questions, place: 'PRBENCH_GSM8K' },
  'online.dataset': {
    file: 'the data set',
    place: 'online.dataset of the recipe',
    content: 'a file of conversations: [{"conversations": [{"from": ..., "value": ...}, ...]}, ...]',
  },
} as const satisfies Record<Unusable['setting'], object>

const faults = {
  absent: 'does not exist',
  folder: 'is a folder',
  unreadable: 'is not readable by this user',
} as const
