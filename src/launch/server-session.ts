import type { ServerProcess } from '../engines/engine.js'
import type { LaunchSession } from './launch-session.js'

/** What the parts of a server's run share. */
export interface ServerSession extends LaunchSession {
  readonly program: ServerProcess
  /** The network of this launch, which leads nowhere. */
  readonly network: string
}
