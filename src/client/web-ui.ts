/** The page of one run of a workflow in the Web UI, in any browser. */
export function workflowPage(webUi: string, namespace: string, workflowId: string, runId: string): string {
  const parts = ['namespaces', namespace, 'workflows', workflowId, runId].map((part) =>
    encodeURIComponent(part),
  )
  return `${webUi}/${parts.join('/')}`
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
