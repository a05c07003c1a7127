const byPeople = ['SIGINT', 'SIGTERM'] as const
/** A closed terminal ends what lives in it. */
const byTerminal = ['SIGHUP'] as const

/**
 * One Ctrl-C may come twice: npm, and `timeout`, pass a signal on to a process that the terminal, or the
 * group, has given it to already. A person is not that fast.
 */
const echoMs = 500

/** Calls back at every Ctrl-C and SIGTERM. Gives the function that ends that. */
export function onStopSignal(react: () => void): () => void {
  const heard = withoutEchoes(react, () => performance.now())
  for (const name of byPeople) process.on(name, heard)
  return () => {
    for (const name of byPeople) process.off(name, heard)
  }
}

/**
 * For what runs in the foreground: aborted at the first stop signal; a second one ends the process at once.
 */
export function stopSignal(): AbortSignal {
  const stopping = new AbortController()
  const react = withoutEchoes(
    () => {
      if (stopping.signal.aborted) process.exit(130)
      stopping.abort()
    },
    () => performance.now(),
  )
  for (const name of [...byPeople, ...byTerminal]) process.on(name, react)
  return stopping.signal
}

/** Leaves out calls that follow another within half a second. Exported for its test. */
export function withoutEchoes(react: () => void, now: () => number): () => void {
  let last = Number.NEGATIVE_INFINITY
  return () => {
    const time = now()
    const isEcho = time - last < echoMs
    last = time
    if (!isEcho) react()
  }
}
