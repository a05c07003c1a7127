import { removalKinds, type Removal, type Removals } from './removal.js'

/** What there may be many of, with no name that tells a person anything. */
const together: Partial<Record<Removal['kind'], string>> = {
  'build cache': 'records of prbench builds',
  'build note': 'of failed builds',
}

/** Removals for a person: a line each, what has no telling name together, the largest of a kind first. */
export function describeRemovals({ removals, kept }: Removals): string[] {
  const lines = removalKinds.flatMap((kind) => {
    const ofKind = removals.filter((removal) => removal.kind === kind)
    if (ofKind.length === 0) return []
    const what = together[kind]
    if (what !== undefined) return [line(sumOf(ofKind), kind, `${ofKind.length} ${what}`)]
    return ofKind
      .sort((left, right) => right.bytes - left.bytes)
      .map((removal) => line(removal.bytes, kind, removal.names[0] ?? removal.id))
  })
  return [...lines, ...kept.map((reason) => `stays: ${reason}`)]
}

/** What removals free, in bytes. */
export function sumOf(removals: readonly Removal[]): number {
  return removals.reduce((sum, { bytes }) => sum + bytes, 0)
}

/** `1.2 GB`, `340 MB`, `12 kB`. */
export function formatBytes(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(0)} MB` : `${(bytes / 1e3).toFixed(0)} kB`
}

function line(bytes: number, kind: string, name: string): string {
  return `${formatBytes(bytes).padStart(8)}  ${kind.padEnd(16)}  ${name}`
}
