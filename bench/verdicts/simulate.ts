import { drawComparison } from './draw.js'
import { Tally, type Figures } from './figures.js'
import { calibrate, calibrateOverDays } from './live.js'
import { noises, type Noise } from './noise.js'
import { historicalRule, otherRules } from './other-rules.js'
import { ourRule } from './our-rule.js'
import type { Scenario } from './scenario.js'
import type { RuleOutcome } from './words-found.js'

/**
 * Judges `reports` simulated comparisons by every rule, all on the same draws, and adds up what they said.
 */
export function simulate(
  noise: Noise,
  scenario: Scenario,
  reports: number,
  seed: number,
  onlyOurs: boolean,
): Record<string, Figures> {
  const tallies = new Map<string, Tally>()
  const add = (rule: string, outcome: RuleOutcome) => {
    const tally = tallies.get(rule) ?? new Tally(scenario)
    tallies.set(rule, tally)
    tally.add(outcome)
  }
  for (let report = 0; report < reports; report++) {
    const own = seed * 1_000_003 + report
    const draw = drawComparison(noise, scenario, own)
    add('prbench', ourRule(draw, []))
    add('prbench calibrated', ourRule(draw, calibrate(noise, own)))
    add('prbench calibrated 5 days', ourRule(draw, calibrateOverDays(noise, own)))
    add('prbench calibrated at half', ourRule(draw, calibrate(halved(noise), own)))
    if (onlyOurs) continue
    add('historical 5 %', historicalRule(draw))
    for (const [rule, outcome] of Object.entries(otherRules(draw))) add(rule, outcome)
  }
  return Object.fromEntries([...tallies].map(([rule, tally]) => [rule, tally.figures()]))
}

/** A quieter day: half of the noise, nothing disturbed. */
function halved(noise: Noise): Noise {
  return {
    ...noise,
    launch: noise.launch / 2,
    within: [noise.within[0] / 2, noise.within[1] / 2],
    ttft: noise.ttft / 2,
    bimodal: noises.half.bimodal,
    disturbed: noises.half.disturbed,
  }
}
