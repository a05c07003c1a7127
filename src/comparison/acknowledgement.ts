import { z } from 'zod'

/** A regression that somebody knows and accepts, up to a bound and until a day. */
export const acknowledgementSchema = z.strictObject({
  /** `<model>/<type>` */
  stage: z.string().min(1, 'the name of a stage, such as grok/online'),
  metric: z.string().min(1, 'the name of a metric, as in samples.csv'),
  /** How much slower it may be, as a fraction. */
  bound: z.number().positive().max(1),
  who: z.string().min(1, 'who accepts it').max(200),
  why: z.string().min(1, 'why it is accepted').max(1000),
  /** The last day on which it counts, in UTC. */
  until: z.iso.date('a day, such as 2027-01-31'),
})

export type Acknowledgement = z.infer<typeof acknowledgementSchema>
