import type { Notification } from '../comparison/notification.js'
import type { Outcome } from '../comparison/outcome.js'

/** What a chat is told of a comparison: plain text, and where more is. */
export interface ChatNews {
  /** `Pull request 7 of owner/name` */
  readonly title: string
  readonly text: string
  /** The page of the pull request, and that of the job; empty where there is none. */
  readonly link: string
  readonly page: string
  readonly outcome: Outcome
}

/** Slack takes 3000 characters in a block, Teams 28 KB in a message. */
const longestText = 2900

/** The body that such a receiver takes. The text is in fields that show it as it is, without any markup. */
export function messageFor(kind: Notification['kind'], news: ChatNews): object {
  const text = news.text.length > longestText ? `${news.text.slice(0, longestText)}…` : news.text
  switch (kind) {
    case 'slack':
      return slackMessage({ ...news, text })
    case 'teams':
      return teamsMessage({ ...news, text })
    case 'webhook': {
      const { comparison, ending, verdict, complete, acknowledged = false, report } = news.outcome
      const { title, link, page } = news
      return {
        schema: 1,
        title,
        text,
        comparison,
        ending,
        verdict,
        complete,
        acknowledged,
        report,
        link,
        page,
      }
    }
  }
}

/** docs.slack.dev/messaging/formatting-message-text: `&`, `<` and `>` are the only characters with a meaning. */
function slackMessage({ title, text, link, page }: ChatNews): object {
  const escaped = (part: string) =>
    part.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const plain = (part: string) => ({ type: 'plain_text', text: part, emoji: false })
  const links = linksOf(link, page).map(({ name, url }) => `<${escaped(url)}|${name}>`)
  return {
    text: escaped(`${title}: ${text}`),
    blocks: [
      { type: 'section', text: plain(title) },
      { type: 'section', text: plain(text) },
      ...(links.length === 0
        ? []
        : [{ type: 'section', text: { type: 'mrkdwn', text: links.join(' · '), verbatim: true } }]),
    ],
  }
}

/** A card of a Teams workflow (adaptivecards.io, version 1.4); a TextRun has no markup. */
function teamsMessage({ title, text, link, page }: ChatNews): object {
  const block = (inline: object) => ({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', ...inline }] })
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [block({ text: title, weight: 'bolder' }), block({ text })],
    actions: linksOf(link, page).map(({ name, url }) => ({ type: 'Action.OpenUrl', title: name, url })),
  }
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
  }
}

function linksOf(link: string, page: string): { name: string; url: string }[] {
  return [
    { name: 'Pull request', url: link },
    { name: 'Job', url: page },
  ].filter(({ url }) => url !== '')
}
