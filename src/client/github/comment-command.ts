import { benchmarkTypes, type BenchmarkType } from '../../comparison/benchmark-type.js'

/** What a person asks for in a comment of a pull request. */
export type CommentCommand =
  | {
      readonly kind: 'compare'
      /** The commit that the person names, or its first digits. */
      readonly head?: string
      readonly models: readonly string[]
      readonly benchmarkTypes: readonly BenchmarkType[]
      readonly pairs?: string
      readonly maxPairs?: string
    }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'help' }

export type ReadComment =
  | { readonly kind: 'command'; readonly command: CommentCommand }
  | { readonly kind: 'refused'; readonly problem: string }
  /** It is about something else. */
  | { readonly kind: 'no-command' }

const longestLine = 500

/**
 * Reads `/prbench [models] [types] [pairs=6] [commit]`, `/prbench cancel` or `/prbench help` from the first
 * line of a comment. Pure. Every word is one of a list, a whole number or hex digits: nothing else of a
 * comment comes any further.
 *
 * @param models that can be asked for
 */
export function readComment(body: string, models: readonly string[]): ReadComment {
  const [line = ''] = body.split(/\r?\n/, 1)
  const [name, ...words] = line.trim().split(/\s+/)
  if (name !== '/prbench') return { kind: 'no-command' }
  if (line.length > longestLine) return refused(`the command is longer than ${longestLine} characters`)
  const [first] = words
  if (first !== 'cancel' && first !== 'help') return readCompare(words, models)
  if (words.length > 1) return refused(`${first} takes nothing else`)
  return { kind: 'command', command: { kind: first } }
}

function readCompare(words: readonly string[], known: readonly string[]): ReadComment {
  const models: string[] = []
  const types: BenchmarkType[] = []
  const options = new Map<string, string>()
  for (const word of words) {
    const [, option, digits] = /^(pairs|max-pairs)=(\d{1,4})$/.exec(word) ?? []
    const type = benchmarkTypes.find((each) => each === word)
    if (known.includes(word)) models.push(word)
    else if (type !== undefined) types.push(type)
    else if (option !== undefined && digits !== undefined) {
      if (options.has(option)) return refused(`${option} is given twice`)
      options.set(option, digits)
    } else if (/^[0-9a-f]{7,40}$/.test(word)) {
      if (options.has('commit')) return refused('name one commit only')
      options.set('commit', word)
    } else return refused(unknownWord(word, known))
  }
  const head = options.get('commit')
  const pairs = options.get('pairs')
  const maxPairs = options.get('max-pairs')
  const command: CommentCommand = {
    kind: 'compare',
    models: [...new Set(models)],
    benchmarkTypes: [...new Set(types)],
    ...(head === undefined ? {} : { head }),
    ...(pairs === undefined ? {} : { pairs }),
    ...(maxPairs === undefined ? {} : { maxPairs }),
  }
  return { kind: 'command', command }
}

function unknownWord(word: string, models: readonly string[]): string {
  const shown = word.length > 60 ? `${word.slice(0, 60)}…` : word
  return `unknown word "${shown}"; use models (${models.join(', ')}), types (${benchmarkTypes.join(', ')}), pairs=N, max-pairs=N or a commit`
}

function refused(problem: string): ReadComment {
  return { kind: 'refused', problem }
}
