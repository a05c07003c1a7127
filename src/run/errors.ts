/** What went wrong with files of results. `kind` is what callers switch on; the message is for the reader. */
export type ResultsErrorKind = 'output-folder-unusable' | 'run-directory-unusable' | 'record-invalid'

export abstract class ResultsError extends Error {
  abstract readonly kind: ResultsErrorKind
}

/** No run directory can be made in the folder that was named for them. */
export class OutputFolderUnusable extends ResultsError {
  override readonly name = 'OutputFolderUnusable'
  readonly kind = 'output-folder-unusable'

  constructor(
    readonly folder: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(
      `Cannot use the output folder ${folder}: ${reason}. Make it writable, or name another one with --output-dir.`,
      options,
    )
  }
}

/** The run directory is gone, belongs to another run, or cannot be written. */
export class RunDirectoryUnusable extends ResultsError {
  override readonly name = 'RunDirectoryUnusable'
  readonly kind = 'run-directory-unusable'

  constructor(
    readonly directory: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`Cannot use the run directory ${directory}: ${reason}`, options)
  }
}

/** A results.json or plan.json that is not what prbench writes. `field` is a path such as `pairs[3].host`. */
export class RecordInvalid extends ResultsError {
  override readonly name = 'RecordInvalid'
  readonly kind = 'record-invalid'

  constructor(
    readonly file: string,
    readonly field: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    const where = field === '' ? file : `${file}, field ${field}`
    super(`${where}: ${reason}`, options)
  }
}
