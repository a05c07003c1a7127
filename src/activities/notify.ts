import type { Notification } from '../comparison/notification.js'
import type { Outcome } from '../comparison/outcome.js'
import type { Plan } from '../comparison/plan.js'
import { messageFor } from '../publish/messages.js'
import { isWanted } from '../publish/news.js'
import { isAddress, notify } from '../publish/notify.js'
import { readSecret, type SecretPlaces } from '../publish/secrets.js'
import { headlineWords } from '../report/comment/comment.js'
import { viewOf } from '../report/view/report-view.js'
import { notifyTroubleWords } from '../report/words/publishing.js'
import { readRecord } from '../run/record-file.js'

/**
 * Tells one receiver of a comparison's end, if that is an end it wants to hear of. Gives a sentence where it was
 * not told.
 *
 * @throws ChatUnavailable
 */
export async function notifyOfEnd(
  plan: Plan,
  outcome: Outcome,
  { kind, variable, when }: Notification,
  places: SecretPlaces,
): Promise<string[]> {
  if (!isWanted(outcome, when)) return []
  const address = await readSecret([variable], plan.comparison, places)
  if (address === undefined || !isAddress(address)) {
    return [notifyTroubleWords({ kind: 'no-address', receiver: kind, variable })]
  }
  const { title, subject, headline, link } = viewOf(await readRecord(plan.runDirectory))
  const status = await notify(
    address,
    messageFor(kind, {
      title: subject === '' ? title : `${title}: ${subject}`,
      text: headlineWords(headline),
      link,
      page: plan.request.publication?.page ?? '',
      outcome,
    }),
  )
  return status === undefined ? [] : [notifyTroubleWords({ kind: 'refused', receiver: kind, status })]
}
