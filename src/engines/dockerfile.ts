/** What prbench has to know of a Dockerfile before it builds it. */
export interface DockerfileFacts {
  /** Every ARG that it declares, in any stage: no other may be given. */
  readonly declaredArguments: ReadonlySet<string>
  readonly instructions: readonly Instruction[]
}

export interface Instruction {
  /** In capitals: `RUN`. */
  readonly keyword: string
  /** What follows it, with the lines that continue it. */
  readonly text: string
}

interface Heredoc {
  readonly end: string
  /** `<<-`: tabs before the end do not count. */
  readonly isIndented: boolean
}

/** Reads the instructions of a Dockerfile; comments and the bodies of heredocs are none. */
export function readDockerfile(dockerfile: string): DockerfileFacts {
  // The last first, so that a line is taken from the end.
  const left = dockerfile
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .reverse()
  const instructions: Instruction[] = []
  while (left.length > 0) {
    const instruction = takeInstruction(left)
    if (!instruction) continue
    instructions.push(instruction)
    if (!['RUN', 'COPY', 'ADD'].includes(instruction.keyword)) continue
    for (const heredoc of heredocsOf(instruction.text)) skipPast(left, heredoc)
  }
  const declaredArguments = new Set(
    instructions.filter(({ keyword }) => keyword === 'ARG').flatMap(argumentNames),
  )
  return { declaredArguments, instructions }
}

/** Takes the next instruction with the lines that continue it; undefined for a blank line or a comment. */
function takeInstruction(left: string[]): Instruction | undefined {
  let line = left.pop()?.trim() ?? ''
  if (line === '' || line.startsWith('#')) return undefined
  const parts = [line]
  while (line.endsWith('\\') && left.length > 0) {
    const next = left.pop()?.trim() ?? ''
    // Comments and blank lines inside a continued instruction do not end it.
    if (next === '' || next.startsWith('#')) continue
    parts.push(next)
    line = next
  }
  const text = parts.map((part) => part.replace(/\\$/, '')).join(' ')
  const [keyword = ''] = text.split(/\s/, 1)
  return { keyword: keyword.toUpperCase(), text: text.slice(keyword.length).trim() }
}

/** `ARG A=1 B` declares A and B. */
function argumentNames({ text }: Instruction): string[] {
  return shellWords(text).flatMap((word) => /^[A-Za-z_]\w*/.exec(word)?.[0] ?? [])
}

/**
 * The ends of the heredocs that an instruction opens: `<<EOF`, `<<-"EOF"`. Quoted text opens none, nor does
 * `<<<`.
 */
function heredocsOf(text: string): Heredoc[] {
  return shellWords(text).flatMap((word) => {
    const found = /^\d?<<(-?)(["']?)([^<>"'\s]+)\2$/.exec(word)
    return found ? [{ end: found[3] ?? '', isIndented: found[1] === '-' }] : []
  })
}

/** Words as a shell divides them; quotes stay on. */
function shellWords(text: string): string[] {
  return text.match(/(?:"(?:[^"\\]|\\.)*(?:"|$)|'[^']*(?:'|$)|\\.|[^\s"'\\]|\\$)+/g) ?? []
}

function skipPast(left: string[], { end, isIndented }: Heredoc): void {
  for (let line = left.pop(); line !== undefined; line = left.pop()) {
    if ((isIndented ? line.replace(/^\t+/, '') : line) === end) return
  }
}

/** A Dockerfile that cannot be built on the base image that was chosen. */
export class NoBaseArgumentError extends Error {
  override readonly name = 'NoBaseArgumentError'

  constructor(tried: readonly string[], declared: ReadonlySet<string>) {
    const bases = [...declared].filter((argument) => argument.includes('BASE_IMAGE'))
    const known = bases.length === 0 ? 'it declares no base image at all' : `it declares ${bases.join(', ')}`
    super(
      `The Dockerfile takes no base image: neither ${tried.join(' nor ')} is declared (${known}). Choose another GPU ` +
        'architecture in the recipe, or build the images yourself and name them with --skip-build.',
    )
  }
}

/** The arguments that have a value, as far as a Dockerfile declares them: Docker warns of others. */
export function declaredOnly(
  wanted: Readonly<Record<string, string | undefined>>,
  declared: ReadonlySet<string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(wanted).flatMap(([name, value]) =>
      value !== undefined && declared.has(name) ? [[name, value]] : [],
    ),
  )
}
