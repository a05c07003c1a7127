import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'

const file = fileURLToPath(new URL('./bundles/last-release.js.gz', import.meta.url))

/** The workflows as the last release has them: what a worker of that release runs. */
export async function readStoredBundle(): Promise<string> {
  return gunzipSync(await readFile(file)).toString('utf8')
}

/** Stores a bundle as that of the last release; without its source map, which is two thirds of it. */
export async function storeBundle(code: string): Promise<void> {
  const [program = ''] = code.split('//# sourceMappingURL=')
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, gzipSync(program, { level: 9 }))
}
