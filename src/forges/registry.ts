import type { Forge } from './forge.js'
import { github } from './github/github.js'

/** The forge that `owner/name` and pull requests by their number mean. */
export const forge: Forge = github
