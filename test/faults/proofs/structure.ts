import type { ComparisonEvidence } from '../evidence.js'

/**
 * How a disturbed comparison's report and run directory differ from the undisturbed one's, values left out.
 */
export function structureFindings(undisturbed: ComparisonEvidence, compared: ComparisonEvidence): string[] {
  return [
    ...differences(
      `${compared.name}: the report`,
      reportStructure(undisturbed.report),
      reportStructure(compared.report),
    ),
    ...differences(
      `${compared.name}: the run directory`,
      fileNames(undisturbed.files),
      fileNames(compared.files),
    ),
  ]
}

/**
 * Headings, the heads of tables and what their rows are of, and the labels of lists. What is folded away is
 * left out: the logs of what went wrong, and the attempts at each pair; and so are the changes, which stand in
 * the order of their size.
 */
export function reportStructure(markdown: string): string[] {
  const shown = markdown
    .replaceAll(/<details>[\s\S]*?<\/details>/g, '')
    .replace(/^## Changes\n[\s\S]*?(?=^## )/m, '')
  const lines = shown.split('\n').filter((line) => line !== '')
  return lines.flatMap((line, index) => {
    if (line.startsWith('#')) return isEmptyPart(line, lines[index + 1]) ? [] : [withoutNumbers(line)]
    const label = /^- (\*\*.*?\*\*)/.exec(line)?.[1]
    if (label !== undefined) return [withoutNumbers(label)]
    return line.startsWith('|') ? [rowOf(line)] : []
  })
}

/** Of a part that is all folded only its heading is left. */
function isEmptyPart(heading: string, next = '## '): boolean {
  return heading.startsWith('## ') && next.startsWith('## ')
}

/** A row of the results is named by its first two cells, one of the summary by its first. */
function rowOf(line: string): string {
  const cells = line.split('|').map((cell) => cell.trim())
  return cells.length >= 7 ? `${cells[1] ?? ''} | ${cells[2] ?? ''}` : (cells[1] ?? '')
}

function fileNames(files: readonly string[]): string[] {
  return files.map(withoutNumbers)
}

/** Commits, dates and counts differ from one comparison to the next. */
function withoutNumbers(text: string): string {
  return text.replaceAll(/\b[0-9a-f]{7,64}\b/g, '#').replaceAll(/\d+/g, '#')
}

function differences(what: string, wanted: readonly string[], found: readonly string[]): string[] {
  const lacks = wanted.filter((line) => !found.includes(line))
  const more = found.filter((line) => !wanted.includes(line))
  const isReordered = lacks.length === 0 && more.length === 0 && wanted.join('\n') !== found.join('\n')
  return [
    ...lacks.map((line) => `${what} lacks "${line}"`),
    ...more.map((line) => `${what} has "${line}" in addition`),
    ...(isReordered ? [`${what} has the same parts in another order or number`] : []),
  ]
}
