import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'

const file = fileURLToPath(new URL('./bundles/last-release.js.gz', import.meta.url))

/** A worker takes no bundle without one. */
const emptySourceMap = Buffer.from(
  '{"version":3,"file":"last-release.js","sources":[],"names":[],"mappings":""}',
).toString('base64')

/** The workflows as the last release has them: what a worker of that release runs. */
export async function readStoredBundle(): Promise<string> {
  const program = gunzipSync(await readFile(file)).toString('utf8')
  return `${program}//# sourceMappingURL=data:application/json;base64,${emptySourceMap}`
}

/** Stores a bundle as that of the last release; without its source map, which is two thirds of it. */
export async function storeBundle(code: string): Promise<void> {
  const [program = ''] = code.split('//# sourceMappingURL=')
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, gzipSync(program, { level: 9 }))
}
