const byPeople = ['SIGINT', 'SIGTERM'] as const
/** A closed terminal ends what lives in it. */
const byTerminal = ['SIGHUP'] as const

/** Calls back at every Ctrl-C and SIGTERM. Gives the function that ends that. */
export function onStopSignal(react: () => void): () => void {
  for (const name of byPeople) process.on(name, react)
  return () => {
    for (const name of byPeople) process.off(name, react)
  }
}

/** For what runs in the foreground: aborted at the first stop signal; a second one ends the process at once. */
export function stopSignal(): AbortSignal {
  const stopping = new AbortController()
  const react = () => {
    if (stopping.signal.aborted) process.exit(130)
    stopping.abort()
  }
  for (const name of [...byPeople, ...byTerminal]) process.on(name, react)
  return stopping.signal
}
