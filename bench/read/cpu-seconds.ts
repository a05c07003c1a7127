/**
 * Processor time of this process since an earlier reading, in seconds: other work of the machine does not
 * count.
 */
export function cpuSecondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

/** The processor time that work takes, in seconds. */
export function cpuSecondsOf(work: () => unknown): number {
  const before = process.cpuUsage()
  work()
  return cpuSecondsSince(before)
}
