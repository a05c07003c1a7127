import type { ComparisonRun } from './comparison-run.js'
import type { ServerChoice } from './connection.js'

/** The page of a run in the Web UI, in any browser; undefined where no Web UI is known. */
export function pageOf(
  { webUi, namespace }: Pick<ServerChoice, 'webUi' | 'namespace'>,
  { id, runId }: ComparisonRun,
): string | undefined {
  const parts = ['namespaces', namespace, 'workflows', id, runId].map(encodeURIComponent)
  return webUi === undefined ? undefined : `${webUi}/${parts.join('/')}`
}

/** Of the Web UI of `temporal server start-dev` and our compose file, and of Temporal’s own compose files. */
const likelyPorts = [8233, 8080]

/** The Web UI beside a server on localhost:7233, if one is where it usually is. */
export async function localWebUi(): Promise<string | undefined> {
  for (const port of likelyPorts) {
    const address = `http://localhost:${port}`
    if (await answersAsWebUi(address)) return address
  }
  return undefined
}

async function answersAsWebUi(address: string): Promise<boolean> {
  try {
    const answer = await fetch(`${address}/api/v1/settings`, { signal: AbortSignal.timeout(500) })
    const settings: unknown = await answer.json()
    return answer.ok && typeof settings === 'object' && settings !== null && 'Codec' in settings
  } catch {
    return false
  }
}
