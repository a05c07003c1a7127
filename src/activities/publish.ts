import type { Plan } from '../comparison/plan.js'
import type { PublishOrder } from '../comparison/published.js'
import { openForge } from '../forges/open-forge.js'
import { publicationsOf, type Moment } from '../publish/publications.js'
import { publish } from '../publish/publish.js'
import { forgeTokenNames, readSecret, type SecretPlaces } from '../publish/secrets.js'
import { publishTroubleWords } from '../report/words/publishing.js'
import { readRecord } from '../run/record-file.js'

/** Where publishing finds the forge and its token. */
export interface PublishPlaces extends SecretPlaces {
  readonly forgeApiUrl: string
}

/**
 * Publishes a moment of a comparison. Gives a sentence for each thing that was not published.
 *
 * @throws ForgeUnavailable
 */
export async function publishMoment(
  plan: Plan,
  order: PublishOrder,
  { forgeApiUrl: apiUrl, ...places }: PublishPlaces,
): Promise<string[]> {
  const publications = publicationsOf(plan, await momentOf(plan, order), new Date())
  if (publications === undefined) return []
  const token = await readSecret(forgeTokenNames, plan.comparison, places)
  if (token === undefined) return [publishTroubleWords({ kind: 'no-token', names: forgeTokenNames })]
  const problems = await publish(openForge({ apiUrl, token }), publications)
  return problems.map(({ what, refused: { refusal, said } }) =>
    publishTroubleWords({ kind: 'refused', what, refusal, said }),
  )
}

async function momentOf(plan: Plan, { occasion, sequence }: PublishOrder): Promise<Moment> {
  if (occasion.kind === 'running') return { ...occasion, sequence }
  return { ...occasion, sequence, record: await readRecord(plan.runDirectory) }
}
