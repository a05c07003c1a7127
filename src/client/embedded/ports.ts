import getPort, { portNumbers } from 'get-port'

/** Above 7233, so that nobody takes the embedded server for one that was started by hand. */
const usualPorts = portNumbers(7243, 7342)
/** A thousand above the server's, as with `temporal server start-dev`. */
const usualUiPorts = portNumbers(8243, 8342)

export interface ServerPorts {
  port: number
  uiPort: number
}

/**
 * A free pair of ports on the loopback interface: the preferred one if it is free, so that an address that
 * was printed before goes on working.
 */
export async function findPorts(preferred?: ServerPorts): Promise<ServerPorts> {
  const host = '127.0.0.1'
  const port = await getPort({ host, port: preferred ? [preferred.port, ...usualPorts] : usualPorts })
  const uiPort = await getPort({ host, port: preferred ? [preferred.uiPort, ...usualUiPorts] : usualUiPorts })
  return { port, uiPort }
}
