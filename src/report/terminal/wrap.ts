/**
 * Text as lines of at most so many columns, each with the indent; `hanging` is that of the lines after the first.
 * Broken only at spaces, and not before a %: a word that is longer, such as a path or an id, has a line of its own and stays whole, so
 * that it can be copied.
 */
export function wrapText(text: string, columns: number, indent = '', hanging = indent): string[] {
  if (text === '') return []
  if (indent.length + text.trimEnd().length <= columns) return [`${indent}${text.trimEnd()}`]
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/ +(?!%)/).filter((part) => part !== '')) {
    const start = lines.length === 0 ? indent : hanging
    if (line !== '' && start.length + line.length + 1 + word.length > columns) {
      lines.push(`${start}${line}`)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, `${lines.length === 0 ? indent : hanging}${line}`]
}
