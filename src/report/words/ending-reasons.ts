import type { EndingReason } from '../../comparison/ending-reason.js'
import { duration } from './duration.js'
import { reasonWords } from './launch-reasons.js'

/** Why a stage or a comparison was not measured as planned, and what a reader must know of it, in words. */
export function endingWords(reason: EndingReason): string {
  switch (reason.kind) {
    case 'stopped-by-person':
      return `${reason.how} by a person`
    case 'comparison-cancelled':
      return 'The comparison was cancelled.'
    case 'never-begun':
      return 'never begun'
    case 'cut-short':
      return 'cut short with its comparison'
    case 'no-image':
      return `no image on ${reason.host}`
    case 'build-stopped':
      return `The build of the image of ${reason.arm} was ${reason.how} by a person, so nothing was measured. \`prbench retry\` builds it and continues.`
    case 'budget-spent':
      return budgetWords(reason)
    case 'launches-spent':
      return `stopped by the limit of ${reason.launches} launches. \`prbench retry\` measures what is missing, with as many again.`
    case 'deadline-reached':
      return `stopped by the deadline (${duration(reason.deadline * 1000)}). \`prbench retry\` measures what is missing, with as much time again.`
    case 'no-numbers':
      return `no case gave a number in ${reason.pairs} consecutive pairs`
    case 'pairs-void':
      return `${reason.pairs} consecutive pairs stayed void after ${reason.repetitions} repetitions each; the last one: ${reason.last === null ? 'unknown' : reasonWords(reason.last)}`
    case 'host-failed':
      return `host ${reason.host} failed ${reason.times === 1 ? 'once' : `${reason.times} times in a row`}; this is not the code's fault: ${reason.text}. Repair the host, then measure what is missing with \`prbench retry\`.`
    case 'no-worker':
      return 'this host has no worker; start one there with `prbench worker`'
    case 'timed-out':
      return `timed out (${reason.timeout})`
    case 'measured-anew':
      return `${reason.stage} was measured again at a person's request (generation ${reason.generation}); each pair replaced the earlier one.`
    case 'directory-made-again':
      return 'The run directory was deleted during the comparison and created again. The pairs in it were lost; others are measured instead.'
    case 'host-not-cleaned':
      return `Host ${reason.host} could not be cleaned up (${reason.text}). Its worker does it when it starts again.`
    case 'text':
      return reason.text
  }
}

function budgetWords({ budget, measured, stages }: Extract<EndingReason, { kind: 'budget-spent' }>): string {
  const used = `stopped by the budget (${duration(budget * 1000)}) after ${duration(measured * 1000)} of measuring`
  return stages.length === 0
    ? `${used}. \`prbench retry\` measures what is missing, with as much time again.`
    : `${used}: no further pair of ${stages.join(', ')} fits. A larger --budget settles what is undecided.`
}
