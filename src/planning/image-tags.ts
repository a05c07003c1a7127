import type { Arm } from '../comparison/arm.js'
import type { Source } from '../comparison/source.js'

/**
 * The tags of both arms' images, as the historical tool wrote them: `main-<sha7>-rocm630`,
 * `pull-<N>-merge-<sha7>-rocm630`, or `head-<sha7>-rocm630` where two commits are compared without a pull
 * request.
 */
export function imageTags({ base, head, pullRequest }: Source, suffix: string): Record<Arm, string> {
  const ofHead = pullRequest === undefined ? 'head' : `pull-${pullRequest.number}-merge`
  return {
    main: `main-${base.sha.slice(0, 7)}-${suffix}`,
    pr: `${ofHead}-${head.sha.slice(0, 7)}-${suffix}`,
  }
}
