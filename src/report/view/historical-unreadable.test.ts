import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { grokOfflineCsv as offline, offlineHeader } from '../../../test/fixtures/offline-csv.js'
import { grokOnlineCsv as online } from '../../../test/fixtures/online-csv.js'
import { readHistoricalRun } from '../../historical/read-run.js'
import { viewOfHistoricalRun } from './historical.js'
import { renderMarkdown } from '../templates.js'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'prbench-historical-'))
})

afterEach(async () => {
  await rm(directory, { recursive: true, force: true })
})

/** The report's row of one case and metric, where main has that file and the pull request the whole one. */
async function rowOf(type: 'offline' | 'online', main: string, pr: string, start: string): Promise<string> {
  for (const [arm, text] of [
    ['main', main],
    ['pr', pr],
  ] as const) {
    const path = join(directory, arm, type, 'GROK1', 't', `t_GROK1_${type}.csv`)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
  }
  const markdown = renderMarkdown(viewOfHistoricalRun(await readHistoricalRun(directory)))
  return markdown.split('\n').find((line) => line.startsWith(start)) ?? `no row in ${markdown}`
}

/** The report's row of that case where main's file, or the folder that it is in, refuses this user. */
async function rowOfRefused(path: string, mode: number): Promise<string> {
  await rowOf('offline', offline, offline, '')
  await chmod(directory, 0o755)
  const refused = join(directory, 'main/offline/GROK1/t', path)
  await chmod(refused, mode)
  const user = process.geteuid?.()
  // To root nothing is refused.
  if (user === 0) process.seteuid?.('nobody')
  try {
    const markdown = renderMarkdown(viewOfHistoricalRun(await readHistoricalRun(directory)))
    return markdown.split('\n').find((line) => line.startsWith('| TP=8, BS=1, ')) ?? `no row in ${markdown}`
  } finally {
    if (user === 0) process.seteuid?.(0)
    await chmod(refused, 0o755)
  }
}

const offlineRow = (main: string) =>
  rowOf('offline', main, offline, '| TP=8, BS=1, IL=1024, OL=128 | E2E Latency')
const onlineRow = (main: string, start: string) => rowOf('online', main, online, start)

it.each([
  ['empty', '', 'row 1, column TP: the header lacks it'],
  ['zeroed', '\0'.repeat(512), 'row 1, column TP: the header lacks it'],
])('a file that is %s is not said to be absent', async (_, file, why) => {
  const row = await offlineRow(file)

  expect(row).toContain(`missing: its file cannot be read (${why}`)
})

it.each([
  ['a file', 't_GROK1_offline.csv', 0o000],
  ['the files of a folder', '.', 0o444],
])('that this user may not read %s costs nothing else', async (_, path, mode) => {
  const row = await rowOfRefused(path, mode)

  expect(row).toContain(
    'missing: its file cannot be read (row 1: it cannot be read (EACCES: permission denied',
  )
})

it.each([
  ['lacks a cell', '8,1,1024,128,'],
  ['does not tell its case', '8,one,1024,128,aiter,'],
])('a case whose row %s is not said to be absent', async (_, start) => {
  const row = await offlineRow(offline.replace('8,1,1024,128,aiter,', start))

  expect(row).toContain('missing: not among what can be read of the file')
})

it('an empty cell of an offline header costs its column only', async () => {
  const without = offline.replace(offlineHeader, offlineHeader.replace('Prefill_latency(s)', ''))

  expect(await offlineRow(without)).toContain('| E2E Latency | 1.032 | 1.032 | +0.0% |')
  expect(
    await rowOf('offline', without, offline, '| TP=8, BS=1, IL=1024, OL=128 | Prefill Latency'),
  ).toContain('missing: the file has no such column')
})

it('an empty cell of an online header costs its column only', async () => {
  const without = online.replace(
    'lower better)\nrequest rate\t1\t2\t16\nH100\t99.1',
    'lower better)\nrequest rate\t1\t\t16\nH100\t99.1',
  )

  expect(await onlineRow(without, '| request rate 1 | Median TTFT')).toContain('| 90.50 | 90.50 | +0.0% |')
  expect(await onlineRow(without, '| request rate 2 | Median TTFT')).toContain(
    'missing: the section has no column with this load',
  )
})

it('a section that cannot be read is not said to be absent', async () => {
  const broken = online.replace('request rate\t1\t2\t16\nH100\t99.1', 'rate\t1\t2\t16\nH100\t99.1')

  const row = await onlineRow(broken, '| request rate 1 | Median TTFT')

  expect(row).toContain('missing: the file has no such section that can be read')
})
