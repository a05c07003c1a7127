import { connectEngine } from '../docker/engine.js'
import { findLeftovers, removeLeftovers, type Leftovers } from '../host/janitor.js'
import { messageOf } from './command-error.js'
import { connect, findServerChoice } from './connection.js'
import { stateFolder } from './embedded/folders.js'
import { good, note, type Finding } from './finding.js'

const subject = 'leftovers'

/** What ended comparisons left on this machine, a line each; removes it where `fix` is set. Never throws. */
export async function leftovers(fix: boolean): Promise<Finding[]> {
  const problems: string[] = []
  try {
    const choice = await findServerChoice()
    if (!choice) return [note(subject, 'not checked: no Temporal server is running')]
    await using server = await connect(choice)
    const host = { engine: connectEngine(), stateFolder: stateFolder() }
    const found = await findLeftovers(host, server.client.workflow, (what, error) =>
      problems.push(`could not ${what}: ${messageOf(error)}`),
    )
    if (fix) for (const { run } of found) await removeLeftovers(host, run)
    const findings = [
      ...found.map((left) => finding(left, fix)),
      ...problems.map((problem) => note(subject, problem)),
    ]
    return findings.length > 0 ? findings : [good(subject, 'none')]
  } catch (error) {
    return [note(subject, `not checked: ${messageOf(error)}`)]
  }
}

function finding({ things: names, run }: Leftovers, fixed: boolean): Finding {
  const things = names.join(', ')
  return fixed
    ? good(subject, `removed ${things} (of the ended run ${run})`)
    : note(subject, `${things} (of the ended run ${run}). Remove with prbench doctor --fix`)
}
