import { access } from 'node:fs/promises'

/** Whether a device file is there: then the driver is loaded. */
export function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

/** The share of a GPU's memory that is held, in percent; undefined where a tool does not say enough. */
export function percentOf(used: number | undefined, total: number | undefined): number | undefined {
  const percent = used === undefined || total === undefined ? NaN : (100 * used) / total
  return Number.isFinite(percent) ? percent : undefined
}
