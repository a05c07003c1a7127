/** What tells cases apart: `BS=8` where all else is the same in all of them. */
export function shortLabels(cases: readonly string[]): Map<string, string> {
  const parts = new Map(cases.map((name) => [name, name.split(', ')]))
  const counts = new Map<string, number>()
  for (const part of [...parts.values()].flatMap((own) => [...new Set(own)])) {
    counts.set(part, (counts.get(part) ?? 0) + 1)
  }
  return new Map(
    [...parts].map(([name, all]) => {
      const own = all.filter((part) => counts.get(part) !== cases.length).join(', ')
      return [name, own === '' ? name : own]
    }),
  )
}
