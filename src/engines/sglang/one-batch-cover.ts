import { crossShapes, shapeText } from './one-batch-shape.js'
import type { BatchShape } from './one-batch-shape.js'

type Lists = Readonly<Record<keyof BatchShape, readonly number[]>>

const dimensions = ['batchSize', 'inputLength', 'outputLength'] as const

/**
 * Divides distinct shapes into full cross products, none of which measures a shape that is not asked for.
 * Greedy: one that holds the first shape left, until none is left. The smallest number of them is not promised
 * (finding it is NP-hard), the same answer for the same list is.
 */
export function coverByCrossProducts<Shape extends BatchShape>(shapes: readonly Shape[]): Shape[][] {
  const left = new Map(shapes.map((shape) => [shapeText(shape), shape]))
  const blocks: Shape[][] = []
  for (let seed = shapes[0]; seed !== undefined; seed = left.values().next().value) {
    const block = grow(seed, left)
    blocks.push(block)
    for (const shape of block) left.delete(shapeText(shape))
  }
  return blocks
}

/** Adds to one dimension after the other every value that keeps the cross product inside what is left. */
function grow<Shape extends BatchShape>(seed: Shape, left: ReadonlyMap<string, Shape>): Shape[] {
  let lists: Lists = {
    batchSize: [seed.batchSize],
    inputLength: [seed.inputLength],
    outputLength: [seed.outputLength],
  }
  for (const dimension of dimensions) {
    const values = new Set([...left.values()].map((shape) => shape[dimension]))
    const kept = [...values].filter((value) => isInside({ ...lists, [dimension]: [value] }, left))
    lists = { ...lists, [dimension]: kept }
  }
  return cross(lists).flatMap((shape) => left.get(shapeText(shape)) ?? [])
}

const cross = (lists: Lists) => crossShapes(lists.batchSize, lists.inputLength, lists.outputLength)

const isInside = (lists: Lists, left: ReadonlyMap<string, unknown>) =>
  cross(lists).every((shape) => left.has(shapeText(shape)))
