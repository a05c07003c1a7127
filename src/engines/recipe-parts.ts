import { z } from 'zod'
import type { Metric } from '../comparison/metric.js'

/** One number or a list of them. */
export const sizesSchema = z
  .union([z.int().positive(), z.array(z.int().positive()).min(1)])
  .transform((value) => (typeof value === 'number' ? [value] : value))

/** The name of one of an engine's metrics. */
export function metricNameSchema<Name extends string>(metrics: readonly (Metric & { name: Name })[]) {
  return z.enum(
    metrics.map(({ name }) => name),
    'not the name of a metric',
  )
}

/** Of cases that stand twice the first one: the name is what samples are told apart by. */
export function firstOfEachName<Case extends { readonly name: string }>(cases: readonly Case[]): Case[] {
  return cases.filter(({ name }, index) => cases.findIndex((other) => other.name === name) === index)
}
