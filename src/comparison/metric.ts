import { z } from 'zod'

export const betterSchema = z.enum(['higher', 'lower'])

/**
 * `deciding`: it can fail a comparison. `judged`: it gets a verdict and fails nothing, such as the inverse of
 * a deciding metric. `shown`: its values are given and never judged, such as those of tail percentiles.
 */
export const metricRoleSchema = z.enum(['deciding', 'judged', 'shown'])

/** What the judge has to know of a metric beside its samples' values. They carry it. */
export const metricTraitsSchema = z.strictObject({
  role: metricRoleSchema,
  /** Its role in a case in which the server fell behind the offered rate, where that is another one. */
  whenSaturated: metricRoleSchema.exclude(['judged']).exactOptional(),
  /** Half-width of "no change" as a fraction, where the threshold is narrower and nothing else is given. */
  leastMargin: z.number().positive().lt(1).exactOptional(),
})

/** What an engine's benchmark measures, and how that is to be read. */
export const metricSchema = metricTraitsSchema.extend({
  name: z.string(),
  /** As the report prints it. */
  label: z.string(),
  unit: z.string(),
  better: betterSchema,
  /** The part of a request that it tells of; absent where it is the whole. */
  phase: z.enum(['prefill', 'decode']).exactOptional(),
  /** The name of the metric that is the same number upside down. */
  inverse: z.string().exactOptional(),
  /**
   * Its standard deviation from launch to launch, as a fraction, where a stage's mean varies more than most
   * do.
   */
  launchNoise: z.number().positive().lt(1).exactOptional(),
})

export type Better = z.infer<typeof betterSchema>
export type MetricRole = z.infer<typeof metricRoleSchema>
export type MetricTraits = z.infer<typeof metricTraitsSchema>
export type Metric = z.infer<typeof metricSchema>

/** The traits that something carries, apart from all else that it holds. */
export function traitsOf({
  role,
  whenSaturated,
  leastMargin,
}: { readonly [Name in keyof MetricTraits]?: MetricTraits[Name] | undefined }): Partial<MetricTraits> {
  return {
    ...(role === undefined ? {} : { role }),
    ...(whenSaturated === undefined ? {} : { whenSaturated }),
    ...(leastMargin === undefined ? {} : { leastMargin }),
  }
}
