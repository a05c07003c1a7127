/** What prbench has to know of a Dockerfile before it builds it. */
export interface DockerfileFacts {
  /** Every ARG that it declares, in any stage: no other may be given. */
  readonly declaredArguments: ReadonlySet<string>
  /**
   * Where it takes SGLang's source from: `context` copies the tree that it is given, `local-mode` does so with
   * BRANCH_TYPE=local, `clone` can only clone a repository.
   */
  readonly source: 'context' | 'local-mode' | 'clone'
  /** It writes scripts into RUN or COPY as heredocs, which Docker Engine builds from version 23 on. */
  readonly needsHeredocs: boolean
  /** The image of a `# syntax=` line: BuildKit pulls it before it reads on. */
  readonly frontend: string | undefined
}

/** Lines, and how many of them are read. */
interface Cursor {
  readonly lines: readonly string[]
  at: number
}

interface Heredoc {
  readonly end: string
  /** `<<-`: tabs before the end do not count. */
  readonly isIndented: boolean
}

interface Instruction {
  readonly keyword: string
  readonly text: string
}

/** Reads the instructions of a Dockerfile; comments and the bodies of heredocs are none. */
export function readDockerfile(dockerfile: string): DockerfileFacts {
  const cursor: Cursor = { lines: dockerfile.replace(/^\ufeff/, '').split(/\r?\n/), at: 0 }
  const frontend = /^#\s{0,9}syntax\s{0,9}=\s{0,9}(\S{1,255})/i.exec(cursor.lines[0] ?? '')?.[1]
  const instructions: Instruction[] = []
  let needsHeredocs = false
  while (cursor.at < cursor.lines.length) {
    const instruction = takeInstruction(cursor)
    if (!instruction) continue
    instructions.push(instruction)
    if (!['RUN', 'COPY', 'ADD'].includes(instruction.keyword)) continue
    for (const heredoc of heredocsOf(instruction.text)) {
      needsHeredocs = true
      skipPast(cursor, heredoc)
    }
  }
  const declaredArguments = new Set(
    instructions.filter(({ keyword }) => keyword === 'ARG').flatMap(argumentNames),
  )
  return { declaredArguments, source: sourceOf(declaredArguments, instructions), needsHeredocs, frontend }
}

function sourceOf(
  declared: ReadonlySet<string>,
  instructions: readonly Instruction[],
): DockerfileFacts['source'] {
  if (declared.has('BRANCH_TYPE')) return 'local-mode'
  const clonesItself = instructions.some(
    ({ keyword, text }) => keyword === 'RUN' && text.includes('git clone') && /\$\{?SGL_REPO\b/.test(text),
  )
  return clonesItself ? 'clone' : 'context'
}

/** Takes the next instruction with the lines that continue it; undefined for a blank line or a comment. */
function takeInstruction(cursor: Cursor): Instruction | undefined {
  let line = takeLine(cursor)
  if (line === '' || line.startsWith('#')) return undefined
  const parts = [line]
  while (line.endsWith('\\') && cursor.at < cursor.lines.length) {
    const next = takeLine(cursor)
    // Comments and blank lines inside a continued instruction do not end it.
    if (next === '' || next.startsWith('#')) continue
    parts.push(next)
    line = next
  }
  const text = parts.map((part) => part.replace(/\\$/, '')).join(' ')
  const [keyword = ''] = text.split(/\s/, 1)
  return { keyword: keyword.toUpperCase(), text: text.slice(keyword.length).trim() }
}

function takeLine(cursor: Cursor): string {
  const line = cursor.lines[cursor.at] ?? ''
  cursor.at += 1
  return line.trim()
}

/** `ARG A=1 B` declares A and B. */
function argumentNames({ text }: Instruction): string[] {
  return shellWords(text).flatMap((word) => /^[A-Za-z_]\w*/.exec(word)?.[0] ?? [])
}

/** The ends of the heredocs that an instruction opens: `<<EOF`, `<<-"EOF"`. Quoted text opens none, nor does `<<<`. */
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

function skipPast(cursor: Cursor, { end, isIndented }: Heredoc): void {
  while (cursor.at < cursor.lines.length) {
    const line = cursor.lines[cursor.at] ?? ''
    cursor.at += 1
    if ((isIndented ? line.replace(/^\t+/, '') : line) === end) return
  }
}
