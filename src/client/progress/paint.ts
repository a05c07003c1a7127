import { styleText } from 'node:util'
import type { TreeLine } from './tree.js'

const styles = { active: 'cyan', good: 'green', bad: 'red', quiet: 'dim' } as const

/** A line of the tree as a terminal shows it. */
export function paint({ text, tone }: TreeLine, colours: boolean): string {
  return colours && tone !== 'plain' ? styleText(styles[tone], text, { validateStream: false }) : text
}
