import { hostname } from 'node:os'
import path from 'node:path'
import type { Devices } from '../host/host-lock.js'
import { forge } from '../forges/registry.js'
import { Refused } from './command-error.js'
import { stateFolder } from './embedded/folders.js'

/** Bare mirrors of repositories: the client resolves commits in the same ones that the worker reads. */
export function mirrorsFolder(): string {
  return path.join(stateFolder(), 'mirrors')
}

/** A GitHub Enterprise server in place of github.com, where PRBENCH_GITHUB_URL names one. */
export function forgeUrl(): string | undefined {
  const url = process.env.PRBENCH_GITHUB_URL
  return url === '' ? undefined : url
}

/**
 * Where the forge's API is: GITHUB_API_URL, which a job of GitHub Actions has, else that of the server.
 *
 * @throws Refused, where a token would be sent there unencrypted
 */
export function forgeApiUrl(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const named = environment.GITHUB_API_URL
  const url = named === undefined || named === '' ? forge.apiUrlOf(forgeUrl() ?? forge.serverUrl) : named
  if (/^https:\/\/|^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(url)) return url
  throw new Refused(`GITHUB_API_URL must start with https://, as tokens are sent there; got "${url}"`)
}

/** Room for logs, case files and what containers write, on a host that measures. */
const leastFreeGigabytes = 5

/**
 * Bytes that must be free before a worker begins a pair or a build: PRBENCH_MIN_FREE_GB, else 5 GB.
 *
 * @throws Refused, where that is no number
 */
export function leastFreeBytes(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): number {
  const text = environment.PRBENCH_MIN_FREE_GB
  if (text === undefined || text === '') return leastFreeGigabytes * 1e9
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1e9
  throw new Refused(`PRBENCH_MIN_FREE_GB needs a number of gigabytes, such as 50; got "${text}"`)
}

/**
 * What a worker measures on and shares with no other of the machine, as `{ devices }` where PRBENCH_DEVICES
 * says it: the numbers of GPUs (`0,1,2,3`), or a name.
 *
 * @throws Refused, where that is neither
 */
export function devicesSetting(environment: Readonly<Record<string, string | undefined>> = process.env): {
  devices?: Devices
} {
  const devices = environment.PRBENCH_DEVICES
  if (devices === undefined || devices === '') return {}
  if (/^\d+(,\d+)*$/.test(devices)) return { devices: devices.split(',').map(Number) }
  if (/^[A-Za-z0-9][A-Za-z0-9.-]{0,62}$/.test(devices)) return { devices }
  throw new Refused(
    `PRBENCH_DEVICES needs GPU numbers, such as 0,1,2,3, or a name of letters, digits, . and -; got "${devices}"`,
  )
}

/** Where run directories are made unless somebody says otherwise. */
export function defaultOutputFolder(currentFolder: string): string {
  return path.join(currentFolder, 'comparison_results')
}

/**
 * This machine's name as a host: PRBENCH_HOST, for machines whose hostname is not theirs alone or changes,
 * else its hostname, without what a name of a host may not hold.
 */
export function thisHost(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const named = environment.PRBENCH_HOST
  const name = (named === undefined || named === '' ? hostname() : named)
    .replace(/[^A-Za-z0-9.-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
  return name === '' ? 'localhost' : name.slice(0, 63)
}
