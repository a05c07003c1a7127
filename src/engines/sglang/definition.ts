import type { EngineDefinition } from '../definition.js'
import { offlineMetrics, onlineMetrics } from './metrics.js'

export const sglangDefinition: EngineDefinition = {
  name: 'sglang',
  metrics: { offline: offlineMetrics, online: onlineMetrics },
}
