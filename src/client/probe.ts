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
