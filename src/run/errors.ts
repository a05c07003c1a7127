/** What went wrong with files of results; the message is for the reader. */
export abstract class ResultsError extends Error {
  override readonly name: string = this.constructor.name
}

/** No run directory can be made in the folder that was named for them. */
export class OutputFolderUnusable extends ResultsError {
  constructor(folder: string, reason: string, options?: ErrorOptions) {
    super(
      `Cannot use the output folder ${folder}: ${reason}. Make it writable, or name another one with --output-dir.`,
      options,
    )
  }
}

/** The run directory is gone, belongs to another run, or cannot be written. */
export class RunDirectoryUnusable extends ResultsError {
  constructor(directory: string, reason: string, options?: ErrorOptions) {
    super(`Cannot use the run directory ${directory}: ${reason}`, options)
  }
}

/** A results.json or plan.json that is not what prbench writes. `field` is a path such as `pairs[3].host`. */
export class RecordInvalid extends ResultsError {
  constructor(file: string, field: string, reason: string, options?: ErrorOptions) {
    const where = field === '' ? file : `${file}, field ${field}`
    super(`${where}: ${reason}`, options)
  }
}
