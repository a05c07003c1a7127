/** The task queue of the control workers: workflows, source, run directory. */
export const controlQueue = 'prbench'

/** The queue with one slot: builds and pairs of a host. */
export function hostQueue(host: string): string {
  return `gpu-${host}`
}

/** The queue that a running pair does not block: checks and clean-up of a host. */
export function hostControlQueue(host: string): string {
  return `gpu-${host}-control`
}
