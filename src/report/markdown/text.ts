/**
 * What others wrote (commit subjects, names, logs), made harmless for GitHub's Markdown: it shows the same
 * text and does nothing else.
 */

const zeroWidthSpace = '\u200b'

/**
 * Text for a paragraph, list or table cell: one line, without formatting, HTML, links, @mentions,
 * #references and :emoji:. GitHub looks for mentions and links in what is shown, so escaping is not enough:
 * they are broken by a space of no width.
 */
export function plainMarkdown(text: string): string {
  if (isHarmless(text)) return text
  return singleLine(text)
    .replace(/[\\`*_[\]|~$]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/@(?=[\p{L}\p{N}])/gu, `@${zeroWidthSpace}`)
    .replace(/#(?=\d)/g, `#${zeroWidthSpace}`)
    .replace(/\b(gh)-(?=\d)/gi, `$1${zeroWidthSpace}-`)
    .replace(/:(?=\/\/)/g, `:${zeroWidthSpace}`)
    .replace(/\b(www)\.(?=\S)/gi, `$1${zeroWidthSpace}.`)
    .replace(/\b(mailto|xmpp):/gi, `$1${zeroWidthSpace}:`)
    .replace(/:(?=[\w+\\-]+:)/g, `:${zeroWidthSpace}`)
    .replace(/^(#+|[-+=])(?=\s|$|[-+=])/, '\\$1')
    .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')
}

/** Most cells of a table are numbers and names of cases, which need no second look. */
function isHarmless(text: string): boolean {
  return /^(?!www)[A-Za-z0-9](?:[A-Za-z0-9 =,%]|\.(?=\d))*$/i.test(text)
}

/**
 * Text as code in a paragraph or list, where nothing in it is read as Markdown. Not for tables: `|` ends a
 * cell.
 */
export function codeMarkdown(text: string): string {
  const line = singleLine(text)
  if (line === '') return ''
  const ticks = '`'.repeat(longestRun(line, '`') + 1)
  const padding = /^`|`$/.test(line) ? ' ' : ''
  return `${ticks}${padding}${line}${padding}${ticks}`
}

/** A block of code around lines of text, which cannot close it. */
export function fencedMarkdown(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text, '`') + 1))
  return `${fence}text\n${printable(text).trimEnd()}\n${fence}`
}

/**
 * Text without control characters and without those that turn the direction of writing; keeps line breaks.
 */
export function printable(text: string): string {
  // Most of a report is plain ASCII, which has nothing of that.
  if (/^[\x20-\x7e]*$/.test(text)) return text
  return text
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/\r\n?/g, '\n')
    .replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '')
    .replace(/[\p{Cc}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/gu, (character) =>
      character === '\n' || character === '\t' ? character : '\ufffd',
    )
}

/** The same in one line. */
export function singleLine(text: string): string {
  return printable(text).replace(/\s+/g, ' ').trim()
}

function longestRun(text: string, character: string): number {
  let longest = 0
  let run = 0
  for (const each of text) {
    run = each === character ? run + 1 : 0
    longest = Math.max(longest, run)
  }
  return longest
}
