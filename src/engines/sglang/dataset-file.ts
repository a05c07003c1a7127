import type { Reason } from '../../comparison/reason.js'
import { fileFault } from '../file-head.js'

/** Where clients find the recipe's conversations in their container. */
export const datasetTarget = '/data/sharegpt.json'

/**
 * What is wrong with the file of conversations that a recipe names (online.dataset); undefined where it can be
 * used. A file counts if it begins as ShareGPT's do: a JSON list whose first entry has `conversations`, after
 * its id.
 */
export async function datasetProblem(path: string): Promise<Reason | undefined> {
  const fault = await fileFault(path, (head) => /^\s*\[\s*\{[\s\S]*"conversations?"\s*:/.test(head))
  return fault && { kind: 'file-unusable', path, setting: 'online.dataset', fault }
}
