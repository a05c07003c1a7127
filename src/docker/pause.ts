/**
 * Waits `milliseconds`, or less when `wake` settles before. Leaves neither a timer nor a listener behind.
 *
 * @throws the reason of `signal`, unchanged, once that is aborted
 */
export async function pause(
  milliseconds: number,
  { signal, wake }: { signal?: AbortSignal | undefined; wake?: Promise<unknown> } = {},
): Promise<void> {
  signal?.throwIfAborted()
  let timer: NodeJS.Timeout | undefined
  let stopWaiting: () => void = () => undefined
  const waited = new Promise<void>((resolve) => {
    stopWaiting = resolve
    timer = setTimeout(resolve, milliseconds)
    signal?.addEventListener('abort', stopWaiting, { once: true })
  })
  try {
    await (wake === undefined ? waited : Promise.race([wake, waited]))
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stopWaiting)
  }
  signal?.throwIfAborted()
}
