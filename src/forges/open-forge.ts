import type { ForgeAccess, ForgeClient } from './forge-client.js'
import { openGithub } from './github/client.js'

/** The client of the forge that `owner/name` means. Apart from the registry: it loads a large library. */
export function openForge(access: ForgeAccess): ForgeClient {
  return openGithub(access)
}
