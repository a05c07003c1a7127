/**
 * Exact two-sided p of Mann-Whitney's U for samples without ties. Counts arrangements (Mann and Whitney
 * 1947).
 */
export function mannWhitneyP(first: readonly number[], second: readonly number[]): number {
  let wins = 0
  for (const a of first) for (const b of second) if (a > b) wins++
  const counts = arrangements(first.length, second.length)
  return twoSided(counts, wins)
}

/**
 * Exact two-sided p of Wilcoxon's signed-rank test, without ties or zeros. Counts sign patterns (Wilcoxon
 * 1945).
 */
export function signedRankP(differences: readonly number[]): number {
  const ordered = [...differences].sort((a, b) => Math.abs(a) - Math.abs(b))
  let sum = 0
  ordered.forEach((difference, rank) => {
    if (difference > 0) sum += rank + 1
  })
  return twoSided(signPatterns(differences.length), sum)
}

function twoSided(counts: readonly number[], observed: number): number {
  const total = counts.reduce((sum, count) => sum + count, 0)
  const below = counts.slice(0, observed + 1).reduce((sum, count) => sum + count, 0)
  const above = counts.slice(observed).reduce((sum, count) => sum + count, 0)
  return Math.min(1, (2 * Math.min(below, above)) / total)
}

const patterns = new Map<number, number[]>()

function signPatterns(n: number): number[] {
  const known = patterns.get(n)
  if (known !== undefined) return known
  let counts = [1]
  for (let rank = 1; rank <= n; rank++) {
    const next = Array.from({ length: counts.length + rank }, () => 0)
    counts.forEach((count, sum) => {
      next[sum] = (next[sum] ?? 0) + count
      next[sum + rank] = (next[sum + rank] ?? 0) + count
    })
    counts = next
  }
  patterns.set(n, counts)
  return counts
}

const known = new Map<string, number[]>()

function arrangements(m: number, n: number): number[] {
  if (m === 0 || n === 0) return [1]
  const key = `${m},${n}`
  const found = known.get(key)
  if (found !== undefined) return found
  const counts = Array.from({ length: m * n + 1 }, () => 0)
  arrangements(m - 1, n).forEach((count, wins) => {
    counts[wins + n] = (counts[wins + n] ?? 0) + count
  })
  arrangements(m, n - 1).forEach((count, wins) => {
    counts[wins] = (counts[wins] ?? 0) + count
  })
  known.set(key, counts)
  return counts
}
