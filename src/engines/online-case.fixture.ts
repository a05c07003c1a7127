import type { OnlineCase } from './online-cases.js'

/** A served load of 40 prompts at 4 requests/s. */
export const onlineCase: OnlineCase = {
  name: 'request rate 4',
  load: { requestRate: 4 },
  prompts: 40,
  inputLength: 512,
  outputLength: 32,
}
