export { comparePullRequest } from './compare-pull-request.js'
export { buildImage } from './build-image.js'
export { benchmarkStage } from './benchmark-stage.js'
