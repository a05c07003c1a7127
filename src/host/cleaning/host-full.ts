import { formatBytes } from './describe-removals.js'

/** A host whose disk has too little room to go on: what was begun waits until there is some. */
export class HostFull extends Error {
  override readonly name = 'HostFull'

  constructor(free: { bytes: number; folder: string }, neededBytes: number, what: string, why: string) {
    super(
      `disk full: ${what} needs ${formatBytes(neededBytes)}, but only ${formatBytes(free.bytes)} are free under ${free.folder}; ` +
        `${why}. Free some space there; prbench tries again`,
    )
  }
}
