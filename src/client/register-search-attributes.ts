import { searchAttributes } from '../comparison/search-attributes.js'
import { Failed, Refused } from './command-error.js'
import type { Server } from './connection.js'
import { good, missing, note, type Finding } from './finding.js'

/** temporal.api.enums.v1.IndexedValueType */
const typeNumbers = { Keyword: 2, Int: 3 } as const

/**
 * Sees to it that the server knows our search attributes: a child workflow with an unknown one would hang in
 * silence. A development server on this machine is taught them; another one belongs to somebody.
 *
 * @throws Refused, with the command that registers them
 */
export async function registerSearchAttributes(server: Server): Promise<void> {
  // The embedded one is started with them.
  if (server.kind === 'embedded') return
  const missing = await missingSearchAttributes(server)
  if (missing.length === 0) return
  if (server.kind === 'local') {
    await addSearchAttributes(server, missing)
    return
  }
  throw new Refused(
    `the Temporal server at ${server.address} lacks prbench's search attributes. Register them once:\n` +
      missing.map((name) => registration(server, name)).join('\n'),
  )
}

/** Another process may add them at the same moment: then the server refuses ours, and all is well. */
async function addSearchAttributes(server: Server, missing: readonly SearchAttributeName[]): Promise<void> {
  try {
    await server.ask('register search attributes', () =>
      server.client.connection.operatorService.addSearchAttributes({
        namespace: server.namespace,
        searchAttributes: Object.fromEntries(
          missing.map((name) => [name, typeNumbers[searchAttributes[name]]]),
        ),
      }),
    )
  } catch (error) {
    if ((await missingSearchAttributes(server)).length > 0) throw error
  }
}

/** What `prbench doctor` says of them: without them nothing starts on a server that belongs to somebody. */
export async function examineSearchAttributes(server: Server): Promise<Finding> {
  const subject = 'search attributes'
  const unknown = await missingSearchAttributes(server)
  if (unknown.length === 0) return good(subject, 'none is missing')
  const what = `not registered: ${unknown.join(', ')}`
  return server.kind === 'local'
    ? note(subject, `${what}. compare registers them`)
    : missing(subject, `${what}. compare prints the commands that register them`)
}

type SearchAttributeName = keyof typeof searchAttributes

const names = Object.keys(searchAttributes) as SearchAttributeName[]

/** Those of our search attributes that the server does not know; none where it does not say. */
export async function missingSearchAttributes(server: Server): Promise<SearchAttributeName[]> {
  try {
    const { customAttributes } = await server.ask('list search attributes', () =>
      server.client.connection.operatorService.listSearchAttributes({ namespace: server.namespace }),
    )
    return names.filter((name) => !(name in customAttributes))
  } catch (error) {
    // Hosted servers keep this service to themselves; starting a workflow tells then.
    if (error instanceof Failed) return []
    throw error
  }
}

function registration({ address, namespace }: Server, name: SearchAttributeName): string {
  return (
    `  temporal operator search-attribute create --address ${address} --namespace ${namespace} ` +
    `--name ${name} --type ${searchAttributes[name]}`
  )
}
