import { connectEngine } from '../docker/engine.js'
import { findLeftovers, removeLeftovers, type Leftovers } from '../host/janitor.js'
import { messageOf } from './command-error.js'
import { connect, findServerChoice } from './connection.js'
import { stateFolder } from './embedded/folders.js'
import type { Finding } from './examinations.js'

const subject = 'leftovers'

/** What ended comparisons left on this machine, a line each; removes it where `fix` is set. Never throws. */
export async function leftovers(fix: boolean): Promise<Finding[]> {
  const problems: string[] = []
  try {
    const choice = await findServerChoice()
    if (!choice) {
      const detail = 'not checked: no Temporal server is running'
      return [{ state: 'note', subject, detail }]
    }
    const server = await connect(choice)
    try {
      const host = { engine: connectEngine(), stateFolder: stateFolder() }
      const found = await findLeftovers(host, server.client.workflow, (what, error) =>
        problems.push(`could not ${what}: ${messageOf(error)}`),
      )
      if (fix) for (const { run } of found) await removeLeftovers(host, run)
      const findings = found.map((left): Finding => finding(left, fix))
      const troubles = problems.map((detail): Finding => ({ state: 'note', subject, detail }))
      if (findings.length + troubles.length > 0) return [...findings, ...troubles]
      return [{ state: 'good', subject, detail: 'none' }]
    } finally {
      await server.close()
    }
  } catch (error) {
    return [{ state: 'note', subject, detail: `not checked: ${messageOf(error)}` }]
  }
}

function finding(left: Leftovers, fixed: boolean): Finding {
  const things = [
    ...left.containers.map((name) => `container ${name}`),
    ...left.networks.map((name) => `network ${name}`),
    ...left.volumes.map((name) => `volume ${name}`),
    ...(left.spool ? ['case files'] : []),
  ].join(', ')
  return fixed
    ? { state: 'good', subject, detail: `removed ${things} (of the ended run ${left.run})` }
    : {
        state: 'note',
        subject,
        detail: `${things} (of the ended run ${left.run}). Remove with prbench doctor --fix`,
      }
}
