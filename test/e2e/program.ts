import { spawn } from 'node:child_process'

export interface Finished {
  /** -1 where a signal ended it. */
  exitCode: number
  stdout: string
  stderr: string
}

/** An event of `prbench compare`: one JSON line of its standard output. */
export type ProgressEvent = Record<string, unknown> & { event: string }

/** A program that runs beside the test. */
export interface Program {
  pid: number
  stdout(): string
  stderr(): string
  /** What its standard output told so far, as `prbench` tells it to other programs. */
  events(): ProgressEvent[]
  signal(name: NodeJS.Signals): void
  ended: Promise<Finished>
  hasEnded(): boolean
}

export interface Start {
  command: string
  args: readonly string[]
  environment: NodeJS.ProcessEnv
  folder: string
}

/** Starts a program, and keeps what it prints. */
export function startProgram({ command, args, environment, folder }: Start): Program {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: environment, cwd: folder })
  const printed = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => (printed[stream] += text))
  }
  let over = false
  const ended = new Promise<Finished>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      over = true
      resolve({ exitCode: code ?? -1, ...printed })
    })
  })
  // Whoever waits for it hears of it; a program that nobody waits for any more must not end the test run.
  ended.catch(() => undefined)
  return {
    pid: child.pid ?? 0,
    stdout: () => printed.stdout,
    stderr: () => printed.stderr,
    events: () => eventsIn(printed.stdout),
    signal: (name) => child.kill(name),
    ended,
    hasEnded: () => over,
  }
}

/** The events among lines of output; the last line may be half written yet. */
export function eventsIn(output: string): ProgressEvent[] {
  return output.split('\n').flatMap((line) => {
    try {
      const value: unknown = JSON.parse(line)
      return isEvent(value) ? [value] : []
    } catch {
      return []
    }
  })
}

function isEvent(value: unknown): value is ProgressEvent {
  return typeof value === 'object' && value !== null && 'event' in value && typeof value.event === 'string'
}
