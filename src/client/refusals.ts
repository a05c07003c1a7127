import { ResultFileError } from '../comparison/result-file-error.js'
import { DockerUnavailable, ImageMissing } from '../docker/errors.js'
import { GitError } from '../git/errors.js'
import { HostLocked } from '../host/host-lock.js'
import { RequestRefused } from '../planning/request-refused.js'
import { RecipeFileError } from '../recipes/parse.js'
import { UnknownModelError } from '../recipes/select.js'
import { ResultsError } from '../run/errors.js'

const refusals = [
  DockerUnavailable,
  GitError,
  HostLocked,
  ImageMissing,
  RecipeFileError,
  RequestRefused,
  ResultFileError,
  ResultsError,
  UnknownModelError,
]

/** Whether an error of the folders below says what the person who gave the command can mend. */
export function isRefusal(error: unknown): error is Error {
  return refusals.some((refusal) => error instanceof refusal)
}
