/** What a workflow says to people: its answers to orders, and what is waited for. */
export const words = {
  paused: 'paused; continue with `prbench resume`',
  pausing: 'Pausing after the current pair or build. Continue with `prbench resume`.',
  resumed: 'Resumed.',
  isPaused: 'it is already paused; continue with `prbench resume`',
  isNotPaused: 'it is not paused',
  isBeingCancelled: 'the comparison is being cancelled; once it has ended, `prbench retry` continues it',
  isEnding: 'the comparison is just ending; `prbench retry` continues it',
  deadlineIsReached:
    'the comparison has reached its deadline; once it has ended, `prbench retry` continues it',
  earlierRun: 'waiting until an earlier run of it is cleaned up',
  undecided: (after?: number) => (after === undefined ? undefined : `undecided after ${after}`),
  noStage: (name: string) => `there is no stage ${name}`,
  turn: (host: string, holder = 'another stage') => `queued behind ${holder} on ${host}`,
  measuringAgain: (name: string, what: 'anew' | 'missing') =>
    what === 'anew' ? `Measuring all pairs of ${name} again.` : `Measuring the missing pairs of ${name}.`,
  isStopped: (name: string, how: string) => `${name} is ${how}.`,
  isBeingStopped: (name: string, how: string) => `${name} is being ${how}; the other stages continue.`,
  notNotified: (receiver: string, reason: string) =>
    `The notification (${receiver}) was not sent within 15 minutes: ${reason}`,
  notPublished: (reason: string) =>
    `Nothing was published on GitHub, which did not take it for 15 minutes: ${reason}`,
  hostFailed: (host: string, times: number, most: number, reason: string, waitSeconds: number) =>
    `host ${host} failed (${times} of at most ${most} times): ${reason}; trying again in ${waitSeconds} s`,
} as const
