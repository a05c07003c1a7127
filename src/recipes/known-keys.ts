import { z } from 'zod'

const node = z.looseObject({
  properties: z.record(z.string(), z.unknown()).optional(),
  additionalProperties: z.unknown().optional(),
  propertyNames: z.looseObject({ enum: z.array(z.string()).optional() }).optional(),
  items: z.unknown().optional(),
})

/**
 * The keys that what a schema checks may have at this place; none where the place takes any key, or is not a
 * map.
 */
export function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  const place = path.reduce<unknown>(step, z.toJSONSchema(schema, { io: 'input' }))
  const parsed = node.safeParse(place).data
  return parsed?.properties ? Object.keys(parsed.properties) : (parsed?.propertyNames?.enum ?? [])
}

function step(place: unknown, key: PropertyKey): unknown {
  const parsed = node.safeParse(place).data
  if (typeof key === 'number') return parsed?.items
  return parsed?.properties?.[String(key)] ?? parsed?.additionalProperties
}
