import { benchmarkTypes } from '../../comparison/benchmark-type.js'
import { codeMarkdown } from '../../report/markdown/text.js'

/** What can be asked for in a comment, as Markdown. */
export function helpOf(models: readonly string[]): string {
  const listed = (words: readonly string[]) => words.map(codeMarkdown).join(', ')
  return [
    '`/prbench` compares this pull request with its base. In the same line, in any order:',
    '',
    `- models: ${listed(models)}`,
    `- types: ${listed(benchmarkTypes)}`,
    '- `pairs=6`: exactly that many pairs; `max-pairs=6`: at most that many',
    '- a commit, such as `1a2b3c4d5e6f`: only if it is still the head',
    '',
    '`/prbench cancel` stops the comparison, `/prbench help` shows this.',
  ].join('\n')
}
