/**
 * `npm run bench:read [-- --mb N]`: how fast logs and files are read. A log of 1 GB (or N MB) is made in a
 * temporary folder and removed, and followed as that of a launch is: the readers find every measurement in
 * it. Then 10,000 offline rows of each arm are compared and rendered, and texts that are hard to read are
 * read. Machines differ, so each is held against a floor of the same run: the same bytes only received, or
 * only split. All in processor time. Prints one JSON object, and fails where a limit is missed.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { slowestMegabyte } from './hostile.js'
import { liveStrain } from './live-log.js'
import { renderingSeconds } from './rows.js'

/** How many times its floor each may take. */
const limits = { live: 2, render: 100, slowestMegabyte: 20 }

const { values: flags } = parseArgs({ options: { mb: { type: 'string', default: '1000' } } })
const megabytes = Number(flags.mb)
if (!(megabytes >= 1)) throw new RangeError(`--mb ${flags.mb} is no number of megabytes`)

const folder = await mkdtemp(join(tmpdir(), 'prbench-read-'))
try {
  const live = await liveStrain(folder, megabytes * 1e6)
  const rendering = await renderingSeconds(folder)
  const slowest = slowestMegabyte()
  const ratios = {
    live: live.reading.cpuSeconds / live.receiving.cpuSeconds,
    render: rendering.seconds / rendering.splitSeconds,
    slowestMegabyte: slowest.seconds / slowest.splitSeconds,
  }
  const passed =
    ratios.live <= limits.live &&
    ratios.render <= limits.render &&
    ratios.slowestMegabyte <= limits.slowestMegabyte &&
    live.reading.moreMegabytes < 150 &&
    live.reading.latestHeartbeatMs < 1000
  console.log(
    JSON.stringify({
      logMegabytes: megabytes,
      liveSeconds: round(live.reading.seconds),
      liveReceivingCpuSeconds: round(live.receiving.cpuSeconds),
      liveCpuSeconds: round(live.reading.cpuSeconds),
      liveRatio: round(ratios.live),
      liveMoreMegabytes: round(live.reading.moreMegabytes),
      liveLatestHeartbeatMs: round(live.reading.latestHeartbeatMs),
      renderCpuSeconds: round(rendering.seconds),
      renderRatio: round(ratios.render),
      slowestMegabyteCpuSeconds: round(slowest.seconds),
      slowestMegabyteRatio: round(ratios.slowestMegabyte),
      slowestMegabyte: slowest.what,
      limits,
      passed,
    }),
  )
  if (!passed) process.exitCode = 1
} finally {
  await rm(folder, { recursive: true })
}

function round(value: number): number {
  return Number(value.toFixed(3))
}
