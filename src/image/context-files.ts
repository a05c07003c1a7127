import { PassThrough, pipeline, type Readable } from 'node:stream'

const block = 512

/**
 * The context of a build, a tar, with text files before those that it holds. Where it ends too early, so does
 * this.
 *
 * @param files by path, which is 100 bytes long at most
 */
export function withFiles(files: Readonly<Record<string, string>>, archive: Readable): Readable {
  const context = new PassThrough()
  for (const [path, text] of Object.entries(files)) context.write(tarEntry(path, text))
  // What breaks the archive breaks the context, and who ends the context ends the archive.
  pipeline(archive, context, () => undefined)
  return context
}

/** A file that everyone may read, of root, of 1970, as POSIX.1-1988 has it (`ustar`). */
function tarEntry(path: string, text: string): Buffer {
  const content = Buffer.from(text)
  const header = Buffer.alloc(block)
  header.write(path, 0)
  header.write(
    `${octal(0o644, 7)}${octal(0, 7)}${octal(0, 7)}${octal(content.length, 11)}${octal(0, 11)}`,
    100,
  )
  // The sum is taken as if it were blanks itself.
  header.write(`${' '.repeat(8)}0`, 148)
  header.write('ustar\x0000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(octal(sum, 6), 148)
  return Buffer.concat([header, content, Buffer.alloc((block - (content.length % block)) % block)])
}

function octal(value: number, digits: number): string {
  return `${value.toString(8).padStart(digits, '0')}\0`
}
