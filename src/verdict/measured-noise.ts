/**
 * Noise of served loads on two hosts of eight MI300X, from night to night, as standard deviations of ln of the
 * first run's median: what `prbench plan` assumes where no calibration knows better, and what the noise
 * `mi300x` of the simulation is drawn from. By metric: of the cells, from the lightest load to the heaviest
 * that the host keeps up with, at rates (GROK1, 1 to 8 requests/s) and at so many requests at a time
 * (DeepSeek-V3, 1 to 128); and of a stage's mean over its cells, on the noisier of the two.
 */
export const measuredNoise = {
  e2e: {
    rates: [0.003, 0.0015, 0.006, 0.016],
    concurrencies: [0.0008, 0.0005, 0.002, 0.0025, 0.0018],
    stage: 0.006,
  },
  ttft: {
    rates: [0.009, 0.007, 0.008, 0.012],
    concurrencies: [0.0045, 0.0065, 0.003, 0.008, 0.0035],
    stage: 0.013,
  },
  itl: {
    rates: [0.0017, 0.0017, 0.003, 0.012],
    concurrencies: [0.0008, 0.0006, 0.0017, 0.0022, 0.0015],
    stage: 0.004,
  },
  /** At the heaviest rate a server starts in one of two states, so far apart (ln), the rarer one so often. */
  states: { apart: 0.14, share: 0.1 },
} as const

/**
 * Of a metric that was not measured there, averaged over a stage's cases: the middle of what public threads on
 * serving engines report.
 */
export const usualNoise = 0.01
