import { z } from 'zod'

export const chatKinds = ['slack', 'teams', 'webhook'] as const
export const notifyChoices = ['change', 'failure', 'always'] as const

/** Whom a comparison's end is told to. Its address is a secret: here is only the name of its variable. */
export const notificationSchema = z.strictObject({
  kind: z.enum(chatKinds),
  variable: z.string().regex(/^[A-Z][A-Z0-9_]{0,99}$/, 'capitals, digits and _ only'),
  when: z.enum(notifyChoices),
})

export type Notification = z.infer<typeof notificationSchema>
export type NotifyChoice = Notification['when']
