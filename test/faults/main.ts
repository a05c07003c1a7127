/**
 * `npm run test:faults -- --kills N --seed S [--longest-down S]`: comparisons of the demo engine while
 * everything that they need is broken at random moments, and the proof that it cost nothing. The last line is
 * one JSON object; exit code 1, with the findings in words, where anything is wrong.
 */
import { parseArgs } from 'node:util'
import { usualResumeSeconds } from './proofs/resume.js'
import { runFaults } from './run-faults.js'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    'longest-down': { type: 'string', default: '30' },
  },
})
const order = {
  kills: count('kills', values.kills),
  seed: count('seed', values.seed),
  longestDownSeconds: count('longest-down', values['longest-down']),
  longestResumeSeconds: usualResumeSeconds,
}
const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    console.error(`${signal}: it ends with the comparison that runs`)
    stop.abort(new Error(`stopped by ${signal}`))
  })
}

const { figures, findings } = await runFaults(
  order,
  (line) => {
    console.log(line)
  },
  stop.signal,
)
for (const finding of findings) console.log(`WRONG: ${finding}`)
console.log(JSON.stringify(figures))
process.exitCode = findings.length === 0 ? 0 : 1

function count(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  console.error(`--${name} wants a whole number, not ${JSON.stringify(text)}`)
  process.exit(2)
}
