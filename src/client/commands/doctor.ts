import { exitCodes, type ExitCode } from '../command-error.js'
import { examinations } from '../examinations.js'
import type { Finding } from '../finding.js'
import { leftovers } from '../leftovers.js'
import { wantsColours } from '../progress/live-area.js'
import { paint } from '../progress/paint.js'

const tones = { good: 'good', note: 'plain', missing: 'bad' } as const

/** `prbench doctor`: what this machine has and lacks for comparisons, and what ended ones left on it. */
export async function examine({ fix = false }: { fix?: boolean }): Promise<ExitCode> {
  const looking = [...examinations.map((examination) => examination()), leftovers(fix)]
  const findings = (await Promise.all(looking)).flat()
  const width = Math.max(...findings.map(({ subject }) => subject.length))
  const colours = process.stdout.isTTY && wantsColours()
  for (const finding of findings) {
    process.stdout.write(`${paint({ text: line(finding, width), tone: tones[finding.state] }, colours)}\n`)
  }
  return findings.some(({ state }) => state === 'missing') ? exitCodes.refused : exitCodes.ok
}

function line({ state, subject, detail }: Finding, width: number): string {
  return `${state.padEnd(7)}  ${subject.padEnd(width)}  ${detail}`
}
