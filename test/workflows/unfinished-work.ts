import { Context } from '@temporalio/activity'

/** Work that only a cancel ends. */
export async function untilCancelled(): Promise<never> {
  const context = Context.current()
  const timer = setInterval(() => {
    context.heartbeat()
  }, 200)
  try {
    return await context.cancelled
  } finally {
    clearInterval(timer)
  }
}

/** Work of a worker that is gone: nobody hears of it any more, until the test is over. */
export function unheard() {
  let release: () => void = () => undefined
  const released = new Promise<void>((resolve) => (release = resolve))
  const work = async (): Promise<never> => {
    await released
    throw new Error('nobody hears this')
  }
  return {
    release: () => {
      release()
    },
    work,
  }
}
