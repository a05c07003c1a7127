import type { CsvError } from 'csv-parse/sync'

/** What is wrong with a file that is no CSV at some row, in words for the person who wrote it. */
export function csvProblem(error: CsvError): string {
  switch (error.code) {
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH':
      return `it has ${cellsOf(error)} where row 1 has another number; a cell with a comma in it stands in quotes`
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'a quote opens before the end of the file and is never closed'
    case 'INVALID_OPENING_QUOTE':
    case 'CSV_INVALID_CLOSING_QUOTE':
      return 'a cell with a quote in it stands in quotes as a whole, and its own quotes are doubled'
    case 'CSV_MAX_RECORD_SIZE':
      return 'it is longer than any row of samples: is a quote before it not closed?'
    default:
      return error.message
  }
}

function cellsOf(error: CsvError): string {
  const record: unknown = Reflect.get(error, 'record')
  const count = Array.isArray(record) ? record.length : 0
  return count === 1 ? '1 cell' : `${count} cells`
}
