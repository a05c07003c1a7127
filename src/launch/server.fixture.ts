import type { ServerProcess } from '../engines/engine.js'

/** A server of no engine: its log says `ready`, `case ...` of its cases, and `out of memory`. */
export const serverFixture: ServerProcess = {
  kind: 'server',
  cases: ['a'],
  command: ['serve'],
  environment: {},
  chosen: {},
  deadlineSeconds: 3600,
  markers: ['ready', 'case', 'memory'],
  port: 8000,
  readySeconds: 60,
  stopSeconds: 20,
  healthPath: '/health',
  caseMarkers: ['case', 'memory'],
  tellsOutOfMemory: (lines) => lines.some((line) => line.includes('out of memory')),
  reader: () => {
    let isReady = false
    return {
      read: (line) => {
        isReady ||= line === 'ready'
      },
      get isReady() {
        return isReady
      },
      state: { resolved: {} },
    }
  },
  warmUps: () => [],
  client: () => {
    throw new Error('it has no clients')
  },
}
