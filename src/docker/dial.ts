import type Docker from 'dockerode'
import type { Engine } from './engine.js'

/** Asks the Engine what dockerode has no fitting method for. Gives its answer: an object, a stream, a socket. */
export function dial(engine: Engine, request: Parameters<Docker['modem']['dial']>[0]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    engine.docker.modem.dial(request, (error, answer) => {
      if (error === null) resolve(answer)
      else reject(error)
    })
  })
}
