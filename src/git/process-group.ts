/** How a run of a process group came to its end. */
type Ending = 'by itself' | 'deadline' | 'abort'

export interface GroupLimits {
  deadlineSeconds: number
  signal?: AbortSignal | undefined
}

export interface WatchedGroup {
  /** Asks the whole group to end, and kills it two seconds later. Nothing happens once it is released. */
  end(): void
  /** Call it when the process has ended: nothing is watched any more. Says what ended it. */
  release(): Ending
}

const secondsToKill = 2
const running = new Set<number>()

/**
 * Ends a process that leads its own group, and all that it started, at a deadline, on abort, and when this
 * program exits. Killing git alone leaves its transport running, which holds git's pipes open for ever.
 */
export function watchGroup(leader: number | undefined, limits: GroupLimits): WatchedGroup {
  if (leader === undefined) return { end: () => undefined, release: () => 'by itself' }
  let ending: Ending = 'by itself'
  let killer: NodeJS.Timeout | undefined
  const end = () => {
    if (!running.has(leader)) return
    killGroup(leader, 'SIGTERM')
    killer ??= setTimeout(() => {
      killGroup(leader, 'SIGKILL')
    }, secondsToKill * 1000)
  }
  const endBecause = (reason: Ending) => () => {
    if (ending === 'by itself') ending = reason
    end()
  }
  if (running.size === 0) process.once('exit', endAll)
  running.add(leader)
  const onAbort = endBecause('abort')
  const deadline = setTimeout(endBecause('deadline'), limits.deadlineSeconds * 1000)
  limits.signal?.addEventListener('abort', onAbort, { once: true })
  if (limits.signal?.aborted === true) onAbort()
  return {
    end,
    release: () => {
      clearTimeout(deadline)
      clearTimeout(killer)
      limits.signal?.removeEventListener('abort', onAbort)
      running.delete(leader)
      if (running.size === 0) process.off('exit', endAll)
      return ending
    },
  }
}

function endAll(): void {
  for (const leader of running) killGroup(leader, 'SIGTERM')
}

function killGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal)
  } catch {
    // The group is gone already.
  }
}
