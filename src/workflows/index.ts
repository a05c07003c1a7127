export { comparePullRequest } from './compare-pull-request.js'
export { retryComparison } from './retry-comparison.js'
export { buildImage } from './build-image.js'
export { benchmarkStage } from './benchmark-stage.js'
