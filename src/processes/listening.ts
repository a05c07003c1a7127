import { readdir, readFile, readlink } from 'node:fs/promises'

/** TCP_LISTEN of the kernel's include/net/tcp_states.h. */
const listening = '0A'

/**
 * Whether it is this process that listens on a TCP port of this machine: who answers there may be another one.
 * By proc_pid_net_tcp(5) and the sockets among the process's open files.
 */
export async function listensOn(pid: number, port: number): Promise<boolean> {
  const sockets = await listenersOf(port)
  const folder = `/proc/${pid}/fd`
  const files = await readdir(folder).catch(() => []) // it has ended
  const open = await Promise.all(files.map((file) => readlink(`${folder}/${file}`).catch(() => '')))
  return open.some((link) => sockets.has(link))
}

/** The sockets that listen on a port, as the links in /proc/PID/fd name them. */
async function listenersOf(port: number): Promise<Set<string>> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => '')),
  )
  const hexPort = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const rows = tables.flatMap((table) => table.split('\n').map((row) => row.trim().split(/\s+/)))
  const found = rows.filter(([, local, , state]) => local?.endsWith(hexPort) && state === listening)
  return new Set(found.map((row) => `socket:[${row[9] ?? ''}]`))
}
