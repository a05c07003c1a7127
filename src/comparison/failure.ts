/**
 * The types of failure that a workflow knows. Domain errors become ApplicationFailures of these types in one
 * place, src/activities/failures.ts.
 */
export const failureTypes = {
  /** The request cannot be served as it is; nothing was started. */
  invalidInput: 'InvalidInput',
  /** An image could not be built; the message ends with the tail of the log. */
  buildFailed: 'BuildFailed',
  /** A stage cannot be measured at all, for instance because its model is not on the host. */
  stageFailed: 'StageFailed',
  /** The daemon, the disk or the network failed, not what is measured: tried again. */
  infrastructure: 'Infrastructure',
  /** Somebody else's benchmark holds the host: tried again later. */
  gpuBusy: 'GpuBusy',
} as const

export type FailureType = (typeof failureTypes)[keyof typeof failureTypes]

/** Which of them no further attempt can mend. */
export const finalFailureTypes: readonly FailureType[] = [
  failureTypes.invalidInput,
  failureTypes.buildFailed,
  failureTypes.stageFailed,
]
