import { hostname, userInfo } from 'node:os'

/** Who uses this command, for the logs of those whom it concerns: `ann@node-17`. */
export function thisPerson(): string {
  return `${userName()}@${hostname()}`
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    // A user id without an entry, as in many containers.
    return `uid ${process.getuid?.() ?? 'unknown'}`
  }
}
