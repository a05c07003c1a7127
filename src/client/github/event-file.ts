import { readFile } from 'node:fs/promises'
import { Refused } from '../command-error.js'
import { type EventPlace, type PullRequestEvent, readEvent } from './event.js'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The event that started this job of GitHub Actions; the reason where it asks for nothing.
 *
 * @throws Refused, where this is no such job, or its event file is not what GitHub writes
 */
export async function givenEvent(
  environment: Environment,
  label: string,
): Promise<PullRequestEvent | string> {
  const { GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: path, GITHUB_REPOSITORY: repository } = environment
  if (!name || !path || !repository) {
    throw new Refused('prbench github event runs in a job of GitHub Actions, which sets GITHUB_EVENT_PATH')
  }
  const place: EventPlace = { repository, label }
  const read = readEvent(name, await payloadOf(path), place)
  if (read.kind === 'refused') throw new Refused(read.problem)
  return read.kind === 'ignored' ? read.why : read.event
}

async function payloadOf(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    throw new Refused(`the event file ${path} cannot be read, or is not JSON`, { cause: error })
  }
}
