/** Words separated by commas; a flag that is given again adds to them. */
export function commaList(text: string, previous: readonly string[] = []): string[] {
  const words = text.split(',').map((word) => word.trim())
  return [...previous, ...words.filter((word) => word !== '')]
}
