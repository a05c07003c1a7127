import { ForgeRefused, ForgeUnavailable } from '../../forges/forge-errors.js'
import { openForge } from '../../forges/open-forge.js'
import { forgeTokenNames } from '../../publish/secrets.js'
import { loadRecipe, loadShippedRecipes } from '../../recipes/load.js'
import { exitCodes, type ExitCode, Failed, Refused } from '../command-error.js'
import { readComment } from '../github/comment-command.js'
import { givenEvent } from '../github/event-file.js'
import { obeyEvent } from '../github/obey-event.js'
import { forgeToken } from '../publishing.js'
import { forgeApiUrl } from '../settings.js'
import { cancel } from './cancel.js'
import { compare, type CompareFlags } from './compare.js'

export interface GithubFlags extends CompareFlags {
  label: string
}

/**
 * `prbench github event`: does what a comment or a label on a pull request asks for, in the job of GitHub
 * Actions that it started.
 *
 * @throws Refused, Failed
 */
export async function githubEvent({ label, ...flags }: GithubFlags): Promise<ExitCode> {
  const event = await givenEvent(process.env, label)
  if (typeof event === 'string') return ignore(event)
  const models = await knownModels(flags)
  if (event.kind === 'comment' && readComment(event.body, models).kind === 'no-command') {
    return ignore('the comment is no command')
  }
  const [token] = Object.values((await forgeToken(process.env)) ?? {})
  if (token === undefined) throw new Refused(`no token for GitHub: set ${forgeTokenNames.join(' or ')}`)
  const commands = { compare, cancel: (comparison: string) => cancel(comparison, undefined) }
  try {
    return await obeyEvent(openForge({ apiUrl: forgeApiUrl(), token }), event, { flags, models, commands })
  } catch (error) {
    if (error instanceof ForgeRefused)
      throw new Refused(`GitHub refused it (${error.refusal}): ${error.said}`)
    if (error instanceof ForgeUnavailable) throw new Failed(error.message)
    throw error
  }
}

function ignore(why: string): ExitCode {
  process.stdout.write(`Nothing to do: ${why}.\n`)
  return exitCodes.ok
}

async function knownModels({ recipe = [] }: CompareFlags): Promise<string[]> {
  const given = await Promise.all(recipe.map((file) => loadRecipe(file)))
  return [...new Set([...given, ...(await loadShippedRecipes())].map(({ name }) => name))]
}
