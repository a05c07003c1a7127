import type { OfflineRecipe, Recipe } from '../comparison/recipe.js'
import { reservedForOneBatch } from '../engines/sglang/one-batch-command.js'
import { ReservedFlagError, reservedAmong } from '../engines/reserved-flags.js'
import { reservedForServer } from '../engines/sglang/serving-command.js'
import { pathText, type RecipeProblem } from './problems.js'

type Path = RecipeProblem['path']

/**
 * The flags of a recipe that prbench gives its programs itself. These refuse them as well, but that is heard of only
 * once both images are built.
 */
export function reservedFlagProblems({ flags, offline, online }: Recipe): RecipeProblem[] {
  const ofAll = [...(offline ? reservedForOneBatch : []), ...(online ? reservedForServer : [])]
  return [
    ...problemsOf(['flags'], flags, ofAll),
    ...(offline ? offlineProblems(offline) : []),
    ...problemsOf(['online', 'serverFlags'], online?.serverFlags ?? [], reservedForServer),
  ]
}

function offlineProblems({ flags, cases, modes }: OfflineRecipe): RecipeProblem[] {
  const ofMode = Object.entries(modes).flatMap(([mode, { flags: own, cases: special }]) => [
    ...problemsOf(['offline', 'modes', mode, 'flags'], own, reservedForOneBatch),
    ...caseProblems(['offline', 'modes', mode, 'cases'], special),
  ])
  return [
    ...problemsOf(['offline', 'flags'], flags, reservedForOneBatch),
    ...caseProblems(['offline', 'cases'], cases),
    ...ofMode,
  ]
}

function caseProblems(path: Path, cases: OfflineRecipe['cases']): RecipeProblem[] {
  return cases.flatMap(({ flags }, index) =>
    problemsOf([...path, index, 'flags'], flags, reservedForOneBatch),
  )
}

function problemsOf(path: Path, flags: readonly string[], reserved: readonly string[]): RecipeProblem[] {
  return reservedAmong(flags, reserved).map(({ index, flag, reserved: known }) => {
    const place = [...path, index]
    return { path: place, message: `"${pathText(place)}": ${new ReservedFlagError(flag, known).message}` }
  })
}
