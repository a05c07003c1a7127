import { readdirSync, readFileSync } from 'node:fs'

interface Shim {
  readonly pid: number
  /** The first processes of what still runs below it; with them ends all that they started. */
  readonly programs: readonly number[]
}

/**
 * Ends what a daemon's containerd left of its shims: one that is killed as a container ends may never learn
 * of that end, and its shim waits for ever. Gives those below which a program still ran, in words.
 */
export function endShims(folder: string): string[] {
  const shims = shimsOf(folder)
  for (const { pid, programs } of shims) for (const each of [...programs, pid]) process.kill(each, 'SIGKILL')
  return shims
    .filter(({ programs }) => programs.length > 0)
    .map(({ pid }) => `a container of the daemon in ${folder}, below process ${pid}`)
}

function shimsOf(folder: string): Shim[] {
  const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))
  const parents = new Map(pids.map((pid) => [pid, parentOf(pid)]))
  return pids
    .filter((pid) => {
      const [program = '', ...rest] = (read(`/proc/${pid}/cmdline`) ?? '').split('\0')
      return program.includes('containerd-shim') && rest.some((argument) => argument.startsWith(`${folder}/`))
    })
    .map((pid) => ({
      pid: Number(pid),
      programs: pids.filter((child) => parents.get(child) === pid).map(Number),
    }))
}

function parentOf(pid: string): string | undefined {
  return /^PPid:\s+(\d+)$/m.exec(read(`/proc/${pid}/status`) ?? '')?.[1]
}

/** Nothing where the process is gone by now. */
function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
