import { hostname } from 'node:os'

/** This machine's name as a host: what a name of a host may not hold is left out. */
export function thisHost(): string {
  const name = hostname()
    .replace(/[^A-Za-z0-9.-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
  return name === '' ? 'localhost' : name.slice(0, 63)
}
