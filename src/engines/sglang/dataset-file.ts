import { headProblem } from '../file-head.js'

/** Where clients find the recipe's conversations in their container. */
export const datasetTarget = '/data/sharegpt.json'

/**
 * What is wrong with the file of conversations that a recipe names (online.dataset), in a sentence; undefined
 * where it can be used. A file counts if it begins as ShareGPT's do: a JSON list whose first entry has
 * `conversations`. It has 640 MB, so no more than its head is read.
 */
export async function datasetProblem(path: string): Promise<string | undefined> {
  const what = await headProblem(
    path,
    (head) => /^\s*\[\s*\{[\s\S]*"conversations?"\s*:/.test(head),
    'is not a ShareGPT file: [{"conversations": [{"from": ..., "value": ...}, ...]}, ...]',
  )
  return what === undefined ? undefined : `the data set ${path} (online.dataset of the recipe) ${what}`
}
