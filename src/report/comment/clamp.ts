/**
 * Markdown that fits into so many bytes of UTF-8: cut between two lines, so that no row of a table is broken;
 * what was open (a block of code, folds) is closed, and the end says how many lines are missing and where
 * they are.
 *
 * @param where the rest is, as a part of a sentence: `on https://...`
 */
export function clampMarkdown(markdown: string, mostBytes: number, where: string): string {
  if (Buffer.byteLength(markdown) <= mostBytes) return markdown
  const lines = markdown.split('\n')
  let room = mostBytes - Buffer.byteLength(endSentence(lines.length, where)) - 2
  let open: Open = { fence: '', folds: 0 }
  const kept: string[] = []
  for (const line of lines) {
    const next = after(open, line)
    room -= Buffer.byteLength(line) + 1
    if (room < Buffer.byteLength(closing(next))) break
    kept.push(line)
    open = next
  }
  return `${kept.join('\n')}\n${closing(open)}\n${endSentence(lines.length - kept.length, where)}`
}

/** What is open after a line: the fence of a block of code, and folds around it. */
interface Open {
  readonly fence: string
  readonly folds: number
}

function after({ fence, folds }: Open, line: string): Open {
  const [ticks = ''] = /^`{3,}/.exec(line) ?? []
  if (fence !== '') return { fence: line === fence ? '' : fence, folds }
  if (ticks !== '') return { fence: ticks, folds }
  const opened = line.match(/<details>/g)?.length ?? 0
  const closed = line.match(/<\/details>/g)?.length ?? 0
  return { fence, folds: Math.max(0, folds + opened - closed) }
}

function closing({ fence, folds }: Open): string {
  return `${fence === '' ? '' : `${fence}\n`}${'\n</details>\n'.repeat(folds)}`
}

function endSentence(missing: number, where: string): string {
  return `\n_${missing} more lines do not fit here. The whole report is ${where}._\n`
}
