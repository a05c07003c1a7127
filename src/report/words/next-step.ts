import { formatHours, formatList } from './numbers.js'

/** What a reader of a report should do next. */
export type NextStep =
  | { readonly kind: 'wait' }
  | { readonly kind: 'mend-build' }
  | { readonly kind: 'mend-cases'; readonly stages: readonly string[] }
  | { readonly kind: 'mend-accuracy'; readonly models: readonly string[] }
  | { readonly kind: 'find-cause'; readonly stages: readonly string[] }
  | { readonly kind: 'more-pairs'; readonly command: string; readonly gpuHours: number }
  | { readonly kind: 'quieter-host'; readonly stages: readonly string[] }
  | { readonly kind: 'measure-missing'; readonly command: string }
  | { readonly kind: 'count-on-it'; readonly host: string }
  | { readonly kind: 'nothing' }

const mostNamed = 3

/** A sentence, and the command that it ends with; '' where there is none. */
export interface Instruction {
  readonly text: string
  readonly command: string
}

/** The step in words. */
export function nextStepWords(step: NextStep): Instruction {
  switch (step.kind) {
    case 'wait':
      return { text: 'Wait for its end, or follow it:', command: 'prbench status' }
    case 'mend-build':
      return say('Mend the build and compare again; the end of its log is in the report.')
    case 'mend-cases':
      return say(
        `Mend what fails only with the pull request in ${named(step.stages)}; each case has its reason.`,
      )
    case 'mend-accuracy':
      return say(`Look at the answers of ${named(step.models)} first: faster and wrong is not faster.`)
    case 'find-cause':
      return say(`Find what slows ${named(step.stages)} down; the table of changes has the largest first.`)
    case 'more-pairs': {
      const cost = step.gpuHours > 0 ? ` (${formatHours(step.gpuHours)})` : ''
      return { text: `Measure more pairs to settle what is undecided${cost}:`, command: step.command }
    }
    case 'quieter-host':
      return {
        text: `More pairs would not settle ${named(step.stages)}: make the host quieter. What disturbs it says`,
        command: 'prbench doctor',
      }
    case 'measure-missing':
      return { text: 'Measure what is missing:', command: step.command }
    case 'count-on-it':
      return say(`Nothing: later comparisons on ${step.host} count on this noise.`)
    case 'nothing':
      return say('Nothing: no stage became slower.')
  }
}

function say(text: string): Instruction {
  return { text, command: '' }
}

function named(names: readonly string[]): string {
  return formatList(names, mostNamed)
}
