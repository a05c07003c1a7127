import { expect, it } from 'vitest'
import { mayHaveOwnDaemon } from '../../src/docker/own-daemon.fixture.js'
import { runFaults } from './run-faults.js'

it.skipIf(!(await mayHaveOwnDaemon()))(
  'comparisons lose nothing and do nothing twice while all that they need is broken ten times',
  async () => {
    const order = { kills: 10, seed: 1, longestDownSeconds: 8 }

    const { findings, figures } = await runFaults(order, (line) => {
      console.log(line)
    })

    // Seen at once, where the run is ended before its report.
    for (const finding of findings) console.log(finding)
    expect(findings).toEqual([])
    expect(figures).toMatchObject({ kills: 10, cases_lost: 0, cases_run_twice: 0, leftovers: 0 })
  },
)
