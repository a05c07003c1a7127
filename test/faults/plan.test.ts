import { describe, expect, it } from 'vitest'
import { faultKinds, planFaults, takeFaults } from './plan.js'

const order = { kills: 100, seed: 5, longestDownSeconds: 30 }

describe('the plan of faults', () => {
  it('is the same for the same seed, and another one for another', () => {
    const plan = planFaults(order)

    expect(planFaults(order)).toEqual(plan)
    expect(planFaults({ ...order, seed: 6 })).not.toEqual(plan)
  })

  it('has as many faults as asked for, of all kinds equally often', () => {
    const plan = planFaults(order)

    const counts = faultKinds.map((kind) => plan.filter((fault) => fault.kind === kind).length)
    expect(plan.map(({ number }) => number)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1))
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
  })

  it('lets nothing be away longer than asked for, and the Temporal server for nearly as long', () => {
    const plan = planFaults({ ...order, kills: 1000, longestDownSeconds: 20 })

    const temporal = plan.filter(({ kind }) => kind === 'kill-temporal').map(({ downMs }) => downMs)
    expect(Math.max(...plan.map(({ downMs }) => downMs))).toBeLessThanOrEqual(20_000)
    expect(Math.max(...temporal)).toBeGreaterThan(15_000)
  })

  it('strikes a comparison in its build before it is measured', () => {
    const { taken, left } = takeFaults(planFaults({ ...order, kills: 12 }), 11)

    expect(taken[0]?.kind).toBe('kill-gpu-worker-in-build')
    expect(taken).toHaveLength(11)
    expect(left.map(({ number }) => number)).toEqual([12])
  })
})
