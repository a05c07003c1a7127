import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The package's top folder, with what is shipped beside the code: demo/, recipes/, scripts/. */
const packageFolder = fileURLToPath(new URL('../../', import.meta.url))

export function shipped(...parts: string[]): string {
  return path.join(packageFolder, ...parts)
}
