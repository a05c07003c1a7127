import type { CsvError } from 'csv-parse/sync'

/** What is wrong with a file that is no CSV at some row, in words for the person who wrote it. */
export function csvProblem(error: CsvError): string {
  switch (error.code) {
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH':
      return `it has ${cellsOf(error)}, row 1 has another number. Put quotes around a cell that contains a comma`
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'a quote is never closed'
    case 'INVALID_OPENING_QUOTE':
    case 'CSV_INVALID_CLOSING_QUOTE':
      return 'put quotes around a cell that contains a quote, and double the quote in it'
    case 'CSV_MAX_RECORD_SIZE':
      return 'it is too long. Is a quote before it not closed?'
    default:
      return error.message
  }
}

function cellsOf(error: CsvError): string {
  const record: unknown = Reflect.get(error, 'record')
  const count = Array.isArray(record) ? record.length : 0
  return count === 1 ? '1 cell' : `${count} cells`
}
