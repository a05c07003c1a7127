import { cpuSecondsSince } from './cpu-seconds.js'

const everyMs = 100

/** The worst of what a process does to others while something runs in it. */
export interface Strain {
  readonly seconds: number
  /** Of this process, on all cores: what `seconds` comes to at most on a machine that does nothing else. */
  readonly cpuSeconds: number
  /** Resident memory above what it was before, at its highest. */
  readonly moreMegabytes: number
  /** How late the latest of its heartbeats, due every 100 ms, was. */
  readonly latestHeartbeatMs: number
}

/** Runs work beside a heartbeat, and tells what it cost. */
export async function underHeartbeat(work: () => Promise<void>): Promise<Strain> {
  const before = process.memoryUsage.rss()
  let highest = before
  let latest = 0
  let last = performance.now()
  const beat = () => {
    const now = performance.now()
    latest = Math.max(latest, now - last - everyMs)
    last = now
    highest = Math.max(highest, process.memoryUsage.rss())
  }
  const timer = setInterval(beat, everyMs)
  const usage = process.cpuUsage()
  const started = performance.now()
  await work()
  const seconds = (performance.now() - started) / 1000
  const cpuSeconds = cpuSecondsSince(usage)
  beat()
  clearInterval(timer)
  return {
    seconds,
    cpuSeconds,
    moreMegabytes: (highest - before) / 1e6,
    latestHeartbeatMs: Math.max(0, latest),
  }
}
