import { hostname } from 'node:os'

/**
 * This machine's name as a host: PRBENCH_HOST, for machines whose hostname is not theirs alone or changes, else
 * its hostname, without what a name of a host may not hold.
 */
export function thisHost(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const named = environment.PRBENCH_HOST
  const name = (named === undefined || named === '' ? hostname() : named)
    .replace(/[^A-Za-z0-9.-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
  return name === '' ? 'localhost' : name.slice(0, 63)
}
