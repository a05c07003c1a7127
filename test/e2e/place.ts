import { mkdir, rmdir } from 'node:fs/promises'
import { inject } from 'vitest'
import { until } from './waiting.js'

/** Where the files of the end-to-end tests run, one after the other. No two that run at once share any of it. */
export interface Place {
  /**
   * A git repository of the demo engine with all its pull requests: images and containers are named after it.
   */
  repository: string
  /** Of the tests' Temporal server. */
  namespace: string
}

/**
 * Takes a place that no other file has. Vitest's own number of a worker will not do: it gives one number to
 * two workers at once where several projects share the pool.
 */
export async function takePlace(): Promise<Place & { leave: () => Promise<void> }> {
  const places = inject('places')
  return until('a place was free', async () => {
    for (const place of places) {
      const mark = `${place.repository}.taken`
      if (await take(mark)) return { ...place, leave: () => rmdir(mark) }
    }
    return undefined
  })
}

async function take(mark: string): Promise<boolean> {
  try {
    await mkdir(mark)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}
