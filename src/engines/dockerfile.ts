/** What prbench has to know of a Dockerfile before it builds it. */
export interface DockerfileFacts {
  /** Every ARG that it declares, in any stage: no other may be given. */
  readonly declaredArguments: ReadonlySet<string>
  /** Their defaults, as they are written; of several the first. */
  readonly defaults: ReadonlyMap<string, string>
  readonly instructions: readonly Instruction[]
  /** What of it older builders do not understand; nothing where it names its builder (`# syntax=`). */
  readonly needs: readonly BuilderFeature[]
}

/** `heredocs` in RUN, COPY and ADD; `trimming` of variables where a builder puts them in: `ENV A=${B%-*}`. */
export type BuilderFeature = 'heredocs' | 'trimming'

/** Their variables are the shell's. */
const unexpanded: ReadonlySet<string> = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK', 'SHELL'])

export interface Instruction {
  /** In capitals: `RUN`. */
  readonly keyword: string
  /** What follows it, with the lines that continue it, and below it its heredocs. */
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
  const needs = new Set<BuilderFeature>()
  while (left.length > 0) {
    const instruction = takeInstruction(left)
    if (!instruction) continue
    const takesHeredocs = ['RUN', 'COPY', 'ADD'].includes(instruction.keyword)
    const heredocs = takesHeredocs ? heredocsOf(instruction.text) : []
    if (heredocs.length > 0) needs.add('heredocs')
    if (!unexpanded.has(instruction.keyword) && /\$\{\w+[%#]/.test(instruction.text)) needs.add('trimming')
    const bodies = heredocs.map((heredoc) => takeHeredoc(left, heredoc))
    instructions.push({ ...instruction, text: [instruction.text, ...bodies].join('\n') })
  }
  const declared = instructions.filter(({ keyword }) => keyword === 'ARG').flatMap(argumentsOf)
  const defaults = new Map<string, string>()
  for (const [name, value] of declared) {
    if (value !== undefined && !defaults.has(name)) defaults.set(name, value)
  }
  return {
    declaredArguments: new Set(declared.map(([name]) => name)),
    defaults,
    instructions,
    needs: /^\s*#\s*syntax\s*=/i.test(dockerfile) ? [] : [...needs],
  }
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

/** `ARG A=1 B` declares A, which is 1, and B. */
function argumentsOf({ text }: Instruction): [name: string, value: string | undefined][] {
  return shellWords(text).flatMap((word) => {
    const [, name, value] = /^([A-Za-z_]\w*)(?:=(.*))?/s.exec(word) ?? []
    return name === undefined ? [] : [[name, value?.replace(/^(["'])(.*)\1$/s, '$2')]]
  })
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

function takeHeredoc(left: string[], { end, isIndented }: Heredoc): string {
  const body: string[] = []
  for (let line = left.pop(); line !== undefined; line = left.pop()) {
    if ((isIndented ? line.replace(/^\t+/, '') : line) === end) break
    body.push(line)
  }
  return body.join('\n')
}

/** So many variables are put in at most: a few lines can name each other without end. */
const mostVariables = 1000

/** A text with the values of its variables: `$A`, `${A}` and `${A:-otherwise}`. What has none is empty. */
export function withValues(
  text: string,
  values: ReadonlyMap<string, string>,
  depth = 0,
  budget = { left: mostVariables },
): string {
  if (depth > 10) return text
  return text.replace(
    /\$(?:(\w+)|\{(\w+)(?::?-([^}]*))?\})/g,
    (whole, plain?: string, braced?: string, otherwise: string | undefined = '') => {
      budget.left -= 1
      if (budget.left < 0) return whole
      return withValues(values.get(plain ?? braced ?? '') ?? otherwise, values, depth + 1, budget)
    },
  )
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
