/**
 * `npm run bench:read [-- --mb N]`: how fast logs and files are read. A log of 1 GB (or N MB) is made in a
 * temporary folder and removed, and read as that of a launch is: the readers find every measurement in it,
 * within twice the processor time of only receiving it, and that of `wc -l` on the same bytes. Then 10,000 offline rows of each arm are compared and rendered, and texts that are
 * hard to read are read; both in processor time. Prints one JSON object, and fails where a limit is missed.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { execa } from 'execa'
import { slowestMegabyte } from './hostile.js'
import { liveStrain } from './live-log.js'
import { writeLog } from './log-file.js'
import { renderingSeconds } from './rows.js'

const { values: flags } = parseArgs({ options: { mb: { type: 'string', default: '1000' } } })
const megabytes = Number(flags.mb)
if (!(megabytes >= 1)) throw new RangeError(`--mb ${flags.mb} is no number of megabytes`)

const folder = await mkdtemp(join(tmpdir(), 'prbench-read-'))
try {
  const log = join(folder, 'grok_offline.log')
  const bytes = await writeLog(log, megabytes * 1e6)
  await secondsOfWc(log)
  const wcSeconds = await secondsOfWc(log)
  await rm(log)
  const live = await liveStrain(folder, megabytes * 1e6)
  const renderSeconds = await renderingSeconds(folder)
  const slowest = slowestMegabyte()
  const limitSeconds = 1.5 * wcSeconds + 2
  const passed =
    live.reading.cpuSeconds <= 2 * live.receiving.cpuSeconds + limitSeconds &&
    live.reading.moreMegabytes < 150 &&
    live.reading.latestHeartbeatMs < 1000 &&
    renderSeconds <= 2 &&
    slowest.seconds <= 1
  console.log(
    JSON.stringify({
      logMegabytes: round(bytes / 1e6),
      wcSeconds: round(wcSeconds),
      limitSeconds: round(limitSeconds),
      liveSeconds: round(live.reading.seconds),
      liveReceivingCpuSeconds: round(live.receiving.cpuSeconds),
      liveCpuSeconds: round(live.reading.cpuSeconds),
      liveMoreMegabytes: round(live.reading.moreMegabytes),
      liveLatestHeartbeatMs: round(live.reading.latestHeartbeatMs),
      renderCpuSeconds: round(renderSeconds),
      slowestMegabyteCpuSeconds: round(slowest.seconds),
      slowestMegabyte: slowest.what,
      passed,
    }),
  )
  if (!passed) process.exitCode = 1
} finally {
  await rm(folder, { recursive: true })
}

async function secondsOfWc(path: string): Promise<number> {
  const started = performance.now()
  await execa('wc', ['-l', path])
  return (performance.now() - started) / 1000
}

function round(value: number): number {
  return Number(value.toFixed(3))
}
