import { Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { extract, pack } from 'tar-stream'
import { describe, expect, it } from 'vitest'
import { withFiles } from './context-files.js'

/** The files of a tar, as another program reads it. */
async function filesIn(tar: Buffer): Promise<Record<string, string>> {
  const files: Record<string, string> = {}
  for await (const entry of Readable.from([tar]).pipe(extract())) files[entry.header.name] = await text(entry)
  return files
}

function tarOf(files: Readonly<Record<string, string>>): Readable {
  const packed = pack()
  for (const [name, content] of Object.entries(files)) packed.entry({ name }, content)
  packed.finalize()
  return Readable.from(packed)
}

describe('a context with files beside the tree', () => {
  it('holds them and the tree', async () => {
    const beside = { '.git_archival.txt': 'node: 0123\n', '.git/prbench': '', 'long.txt': 'x'.repeat(1024) }
    const tree = { 'docker/Dockerfile': 'FROM scratch\n', 'setup.py': 'setup()\n' }

    const files = await filesIn(await buffer(withFiles(beside, tarOf(tree))))

    expect(files).toEqual({ ...beside, ...tree })
  })

  it('fails where the tree fails', async () => {
    const broken = Readable.from(
      (async function* () {
        yield await Promise.resolve(Buffer.alloc(512))
        throw new Error('git was killed')
      })(),
    )

    const read = buffer(withFiles({ a: 'b' }, broken))

    await expect(read).rejects.toThrow('git was killed')
  })

  it('ends the tree where nobody reads on', async () => {
    const tree = tarOf({ a: 'b' })
    const context = withFiles({}, tree)

    context.destroy()
    await new Promise((resolve) => tree.once('close', resolve))

    expect(tree.destroyed).toBe(true)
  })
})
