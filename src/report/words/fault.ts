import { otherArm } from '../../comparison/arm.js'
import type { Fault } from '../../verdict/fault.js'

const expectedWords = {
  text: 'is no text',
  arm: 'is neither main nor pr',
  better: 'is neither higher nor lower',
  count: 'is no whole number from 1',
  truth: 'is neither true nor false',
} as const

/** What is wrong with a row of samples, and what becomes of it; `cell` names the row's metric and case. */
export function faultWords(fault: Fault, metric: string, cell: string): string {
  switch (fault.kind) {
    case 'no-sample':
      return 'it is no sample; the row is left out'
    case 'unreadable':
      return `${fault.value} ${expectedWords[fault.expected]}; the row is left out`
    case 'other-direction':
      return `"${fault.value}", but row ${fault.row} says "${fault.known}" for ${metric}; the row is left out`
    case 'no-number':
      return `${fault.value} is no positive finite number; it counts as missing`
    case 'other-unit':
      return `${fault.value}, but row ${fault.row} says ${fault.known} for ${metric}; its value counts as missing`
    case 'no-position':
      return `${fault.value} is neither 1 (the first launch of its pair) nor 2; the order is taken from other rows, or main first`
    case 'other-order': {
      const first = fault.position === 1 ? otherArm(fault.arm) : fault.arm
      return `${fault.arm} of pair ${fault.pair} as launch ${fault.position} contradicts an earlier row, which puts ${first} first; the earlier row is believed`
    }
    case 'other-host':
      return `${fault.arm} of pair ${fault.pair} ran on ${fault.value}, an earlier row of that pair on ${fault.known}: the hosts' difference is part of the change`
    case 'several-values':
      return `${fault.arm} of pair ${fault.pair} has several rows for ${cell}; their median is judged`
  }
}
