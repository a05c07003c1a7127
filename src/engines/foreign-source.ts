import { withValues, type DockerfileFacts } from './dockerfile.js'

/**
 * Where a Dockerfile plainly takes a package from that is not the tree it is given: a clone of an address that
 * stands in it, a package index, an archive. Undefined where it shows nothing of the kind.
 *
 * @param name of the package and its repository
 */
export function foreignSource({ instructions, defaults }: DockerfileFacts, name: string): string | undefined {
  for (const { keyword, text } of instructions) {
    const whole = withValues(text, defaults)
    const found =
      keyword === 'ADD' ? archiveOf(whole, name) : keyword === 'RUN' ? fetched(whole, name) : undefined
    if (found !== undefined) return found
  }
  return undefined
}

/** `git clone https://host/owner/name.git`, `pip install git+https://host/owner/name`, `pip install name==1`. */
function fetched(text: string, name: string): string | undefined {
  for (const [command] of text.matchAll(/\bgit\s+clone\b[^&|;\n]*|\bpip3?\s+install\b[^&|;\n]*/g)) {
    const words = command.split(/\s+/).map((word) => word.replaceAll(/["']/g, ''))
    const address = words.find(
      (word) => /^(git\+)?(https?|ssh|git):\/\/|^git@/.test(word) && ends(word, name),
    )
    if (address !== undefined) return address
    const isIndexed = (word: string) =>
      word.startsWith(name) && /^(\[.*\])?([=~<>!@].*)?$/.test(word.slice(name.length))
    if (!command.startsWith('git') && words.some(isIndexed)) return `pip install ${name}`
  }
  return undefined
}

function archiveOf(text: string, name: string): string | undefined {
  return text
    .split(/\s+/)
    .find((word) => /^(https?|git):\/\/|^git@/.test(word) && word.split('/').includes(name))
}

function ends(address: string, name: string): boolean {
  const [path = ''] = address.replace(/^(git\+)?([a-z]+:\/\/)?([^/@]+@)?/, '').split(/[@#]/)
  const [last = ''] = path.split(/[/:]/).slice(-1)
  return last.replace(/\.git$/, '') === name
}
