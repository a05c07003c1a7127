/** Where in a file of results something is wrong. Rows count from 1, the header included. */
export interface ResultFilePlace {
  readonly file: string
  readonly row: number
  readonly column?: string
}

/**
 * A file of results, or one row of it, that cannot be read. The rest of the comparison goes on without it.
 */
export class ResultFileError extends Error {
  override readonly name = 'ResultFileError'
  readonly file: string
  readonly row: number
  readonly column: string | undefined
  readonly what: string
  /** The message for where the file is known: `row 3, column TP: ...`. */
  readonly withoutFile: string

  /** `what` completes the sentence "<file>, row 3, column TP: ...". */
  constructor(place: ResultFilePlace, what: string) {
    const column = place.column === undefined ? '' : `, column ${place.column}`
    const withoutFile = `row ${place.row}${column}: ${what}`
    super(`${place.file}, ${withoutFile}`)
    this.withoutFile = withoutFile
    this.file = place.file
    this.row = place.row
    this.column = place.column
    this.what = what
  }
}

/** A piece of a file for an error message: short, on one line, nothing unprintable. */
export function excerpt(text: string): string {
  const printable = text.slice(0, 60).replace(/[^\x20-\x7e]/g, '?')
  return text.length > 60 ? `${printable}...` : printable
}
