/** A text of others, cut where it is longer than a report has room for. The whole is in `results.json`. */
export function clip(text: string, length = 200): string {
  return text.length <= length ? text : `${text.slice(0, length)}…`
}
