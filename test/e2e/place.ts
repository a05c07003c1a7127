import { inject } from 'vitest'

/** Where the files of one of vitest's workers run, one after the other. No two workers share any of it. */
export interface Place {
  /**
   * A git repository of the demo engine with all its pull requests: images and containers are named after it.
   */
  repository: string
  /** Of the tests' Temporal server. */
  namespace: string
}

/** The place of the worker that runs this file. */
export function place(): Place {
  const own = inject('places')[Number(process.env.VITEST_POOL_ID) - 1]
  if (own === undefined) throw new Error('there are more workers than places')
  return own
}
