/**
 * A line as it may go to a terminal: what builds and benchmarks print was written by whoever wrote the pull
 * request, and no control character of it moves a cursor here.
 */
export function printable(text: string): string {
  return text.replace(/\t/g, '  ').replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
}
