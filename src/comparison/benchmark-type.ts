import { z } from 'zod'

/** The kinds of benchmark that prbench measures. A stage is one model x one of these. */
export const benchmarkTypes = ['offline', 'online'] as const

export const benchmarkTypeSchema = z.enum(benchmarkTypes)

export type BenchmarkType = z.infer<typeof benchmarkTypeSchema>

/** Grok-1 has two special shapes beside the normal ones; see the recipe's `modes`. */
export const benchmarkModes = ['normal', 'long_context', 'dummy'] as const

export const benchmarkModeSchema = z.enum(benchmarkModes)

export type BenchmarkMode = z.infer<typeof benchmarkModeSchema>
