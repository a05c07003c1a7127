import type { Reason } from '../../comparison/reason.js'
import { fileProblemWords, noQuestionsWords } from './file-problem.js'

/** Why something of a launch is as it is, without a full stop: `out of memory`. */
export function reasonWords(reason: Reason): string {
  switch (reason.kind) {
    case 'output-unreadable':
      return 'its printed results could not be read'
    case 'batch-too-large':
      return 'skipped by the engine: the batch does not fit into its token cache'
    case 'out-of-memory':
      return 'out of memory'
    case 'process-deadline':
      return `its process ran into its deadline ${reason.times} times ${whereWords(reason.begun)}`
    case 'process-died':
      return `its process died ${reason.times} times ${whereWords(reason.begun)}${exitWords(reason.exitCode)}`
    case 'cache-not-emptied': {
      const answer = reason.status === null ? 'it did not answer' : `it answered ${reason.status}`
      return `the server's cache could not be emptied within ${reason.seconds} s (${answer})`
    }
    case 'client-deadline':
      return 'the load generator ran into its deadline'
    case 'no-result':
      return `the load generator ${endWords(reason)} and gave no result${because(reason.details)}`
    case 'requests-failed':
      return `only ${reason.completed} of ${reason.of} requests succeeded${because(reason.details)}`
    case 'too-few-conversations':
      return `only ${reason.completed} of ${reason.of} requests were sent: the data set has too few usable conversations`
    case 'no-tokens':
      return `no token was generated${because(reason.details)}`
    case 'empty-answers':
      return `the answers hold no text: the server refused the requests inside successful responses${because(reason.details)}`
    case 'no-first-token':
      return `the median time to first token is 0: the requests were refused${because(reason.details)}`
    case 'tokens-from-cache':
      return `${reason.tokens} prompt tokens came from the server's cache, at most ${reason.allowed} can by chance: their prefill was not measured${flagWords(reason.flag)}`
    case 'kernels-built': {
      const words = `kernels were built inside the measured part (${reason.module})`
      return reason.kept === undefined ? words : `${words}, ${keptWords[reason.kept]}`
    }
    case 'container-killed':
      return `container ${reason.container} was killed by something else; this is not the code's fault`
    case 'other-launch-void':
      return 'not started, because the other launch of its pair is void'
    case 'pair-paused':
      return 'the pair was paused, so its launches were not adjacent'
    case 'measured-again':
      return 'measured again in a later attempt'
    case 'not-positive':
      return 'not a positive number'
    case 'process-ended':
      return `it ended as ${reason.ending} (exit code ${reason.exitCode ?? 'unknown'})`
    case 'no-evaluator':
      return "main's image has no evaluator of GSM8K"
    case 'server-ended':
      return 'the server had ended'
    case 'evaluator-deadline':
      return 'the evaluator ran into its deadline'
    case 'no-accuracy-printed':
      return `the evaluator printed no accuracy${exitWords(reason.exitCode)}`
    case 'requests-refused':
      return `the evaluator printed an accuracy but no throughput: every request was refused${exitWords(reason.exitCode)}`
    case 'no-questions':
      return noQuestionsWords(reason.place)
    case 'file-unusable':
      return fileProblemWords(reason)
    case 'rate-not-reached':
      return rateWords(reason)
    case 'overloaded':
      return `the server was overloaded (${rateFigures(reason)}): answers took ${reason.slowed.toFixed(1)} times as long as at the lightest load; its throughput says how fast it is`
    case 'overload-unknown':
      return `${rateFigures(reason)}: this run cannot tell an overloaded server from slow answers; add a lighter load with the same lengths to the recipe`
    case 'prompts-came-twice':
      return `${reason.tokens} of ${reason.of} prompt tokens came from the server's cache, no more than repeated prompts explain`
    case 'requests-put-back':
      return `${reason.requests} requests were put back because the token cache was full`
    case 'batches-without-graph':
      return `${reason.percent} % of the decode batches ran without a captured graph`
    case 'text':
      return reason.text
  }
}

type Rate = Extract<Reason, { kind: 'rate-not-reached' }>

function rateFigures({ achieved, offered }: Pick<Rate, 'achieved' | 'offered'>): string {
  const share = Math.floor((100 * achieved) / offered)
  return `${achieved.toFixed(2)} of ${offered} requests/s were achieved, ${share} %`
}

function rateWords(rate: Rate): string {
  const figures = rateFigures(rate)
  return rate.saturated
    ? `the server fell behind the offered rate (${figures}): its TTFT shows how long the queue was`
    : `${figures}, without a queue: requests arrive at random, and these few arrived more slowly`
}

function whereWords(begun: boolean): string {
  return begun ? 'in this case' : 'before its first case'
}

function exitWords(exitCode: number | null): string {
  if (exitCode === null || exitCode === 0) return ''
  return exitCode > 128 ? ` (signal ${exitCode - 128})` : ` (exit code ${exitCode})`
}

function endWords({ outOfMemory, exitCode }: Extract<Reason, { kind: 'no-result' }>): string {
  return outOfMemory ? 'ran out of memory' : `ended with exit code ${exitCode ?? 'unknown'}`
}

function because(details: readonly string[] = []): string {
  return details.length === 0 ? '' : `: ${details.join('; ')}`
}

function flagWords(flag: string | undefined): string {
  if (flag === undefined) return ''
  return `; conversations of a data set begin alike: give the servers ${flag} (online.serverFlags of the recipe)`
}

const keptWords = {
  'built-again': 'also when its pair was measured again',
  'last-attempt': 'and its pair had no attempt left',
} as const
