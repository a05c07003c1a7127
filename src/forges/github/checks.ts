import type { Github } from './octokit.js'
import type { CheckOrder } from '../forge-client.js'
import { ForgeRefused } from '../forge-errors.js'
import { ask, repositoryOf } from './ask.js'

/** GitHub's limit of a status's description. */
const longestDescription = 140

/**
 * Shows a run on its commit: as a check, or as a status where the token may write none (only an App's and a
 * workflow's may). Checks of the same name that another run left open are closed.
 *
 * @throws ForgeRefused, ForgeUnavailable
 */
export async function writeCheck(octokit: Github, order: CheckOrder): Promise<void> {
  try {
    await writeCheckRun(octokit, order)
  } catch (error) {
    if (!(error instanceof ForgeRefused && error.refusal === 'permission')) throw error
    await writeStatus(octokit, order)
  }
}

async function writeCheckRun(octokit: Github, order: CheckOrder): Promise<void> {
  const place = repositoryOf(order.repository)
  const known = await ask(() =>
    octokit.paginate(octokit.rest.checks.listForRef, {
      ...place,
      ref: order.sha,
      check_name: order.name,
      filter: 'all',
      per_page: 100,
    }),
  )
  const own = known.find(({ external_id: run }) => run === order.run)
  const shown = {
    ...(order.state.kind === 'running'
      ? { status: 'in_progress' as const }
      : { status: 'completed' as const, conclusion: order.state.conclusion }),
    ...(order.page === undefined ? {} : { details_url: order.page }),
    output: { title: order.title, summary: order.summary },
  }
  if (own !== undefined) {
    if (own.status === 'completed' && order.state.kind === 'running') return
    await ask(() => octokit.rest.checks.update({ ...place, check_run_id: own.id, ...shown }))
  } else {
    // Not repeated by the library: after a lost answer the next attempt finds it by its run.
    await ask(() =>
      octokit.rest.checks.create({
        ...place,
        name: order.name,
        head_sha: order.sha,
        external_id: order.run,
        ...shown,
        request: { retries: 0 },
      }),
    )
  }
  const leftOpen = known.filter(({ status, id }) => status !== 'completed' && id !== own?.id)
  for (const { id } of leftOpen) {
    await ask(() =>
      octokit.rest.checks.update({
        ...place,
        check_run_id: id,
        status: 'completed',
        conclusion: 'cancelled',
      }),
    )
  }
}

async function writeStatus(octokit: Github, order: CheckOrder): Promise<void> {
  await ask(() =>
    octokit.rest.repos.createCommitStatus({
      ...repositoryOf(order.repository),
      sha: order.sha,
      context: order.name,
      state: statusOf(order.state),
      description: shortened(order.title),
      ...(order.page === undefined ? {} : { target_url: order.page }),
    }),
  )
}

function statusOf(state: CheckOrder['state']): 'pending' | 'success' | 'failure' | 'error' {
  if (state.kind === 'running') return 'pending'
  if (state.conclusion === 'cancelled') return 'error'
  return state.conclusion === 'failure' ? 'failure' : 'success'
}

function shortened(title: string): string {
  return title.length <= longestDescription ? title : `${title.slice(0, longestDescription - 1)}…`
}
