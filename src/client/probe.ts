import { once } from 'node:events'
import { connect } from 'node:net'
import { Connection } from '@temporalio/client'

/**
 * Whether a Temporal server with this namespace answers at a plain-text address: an open port alone may be
 * anybody's.
 */
export async function answersAsTemporal(
  address: string,
  namespace: string,
  withinMs: number,
): Promise<boolean> {
  // A closed port says so at once; a call would try it again and again until its deadline.
  if (!(await isOpen(address, withinMs))) return false
  const connection = Connection.lazy({ address, connectTimeout: withinMs })
  try {
    await connection.withDeadline(Date.now() + withinMs, () =>
      connection.workflowService.describeNamespace({ namespace }),
    )
    return true
  } catch {
    return false
  } finally {
    await connection.close()
  }
}

async function isOpen(address: string, withinMs: number): Promise<boolean> {
  const { hostname, port } = new URL(`tcp://${address}`)
  const socket = connect({ host: hostname, port: Number(port) })
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(withinMs) })
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
