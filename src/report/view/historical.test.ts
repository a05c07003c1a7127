import { mkdir, mkdtemp, rm, writeFile, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readHistoricalRun } from '../../historical/read-run.js'
import { viewOfHistoricalRun } from './historical.js'
import { renderHtml, renderMarkdown } from '../templates.js'

const header =
  'TP,batch_size,IL,OL,Backend,Prefill_latency(s),Median_decode_latency(s),E2E_Latency(s),Prefill_Throughput(token/s),Median_Decode_Throughput(token/s),E2E_Throughput(token/s)\n'
const deepseekHeader = header.replace('Backend,', '')

let directory: string

beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'prbench-historical-')), 'pr1234_20250120_143022')
})

afterEach(async () => {
  await rm(dirname(directory), { recursive: true, force: true })
})

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(directory, path)), { recursive: true })
  await writeFile(join(directory, path), text)
}

const grok = (arm: string, tag: string) =>
  `${arm}/offline/GROK1/${tag}_GROK1_MOE-I4F8_offline/${tag}_GROK1_MOE-I4F8_offline.csv`
const deepseek = (arm: string, tag: string) =>
  `${arm}/offline/DeepSeek-V3-0324/${tag}_DeepSeek-V3-0324_FP8_offline/${tag}_DeepSeek-V3-0324_FP8_offline.csv`

async function report(): Promise<string> {
  return renderMarkdown(viewOfHistoricalRun(await readHistoricalRun(directory)))
}

describe('a run directory of the historical tool', () => {
  it('gives the two rows that its documentation shows, character for character', async () => {
    await write(grok('main', 'main-abc'), `${header}8,32,1024,128,aiter,NA,NA,0.132,NA,NA,1032.13\n`)
    await write(grok('pr', 'pr-abc'), `${header}8,32,1024,128,aiter,NA,NA,0.125,NA,NA,1085.74\n`)

    const markdown = await report()

    expect(markdown).toContain('\n### Grok Offline Benchmark\n')
    expect(markdown).toContain('\n| Configuration | Metric | Main | PR | Change |\n')
    expect(markdown).toContain(
      '\n| TP=8, BS=32, IL=1024, OL=128 | E2E Throughput | 1032.13 | 1085.74 | **+5.2%** 🟢 |' +
        '\n| TP=8, BS=32, IL=1024, OL=128 | E2E Latency | 0.132 | 0.125 | **+5.6%** 🟢 |\n',
    )
    expect(markdown).toContain('single run: no significance test')
  })

  it('has DeepSeek’s table too, whose files have names in mixed case and no backend', async () => {
    await write(
      deepseek('main', 'main-abc'),
      `${deepseekHeader}8,32,128,32,0.08,0.0099,0.391,48292.5,3239.7,13094.01\n`,
    )
    await write(
      deepseek('pr', 'pr-abc'),
      `${deepseekHeader}8,32,128,32,0.08,0.0099,0.391,48292.5,3239.7,13094.01\n`,
    )

    const markdown = await report()

    expect(markdown).toContain('\n### DeepSeek Offline Benchmark\n')
    expect(markdown).toContain(
      '| TP=8, BS=32, IL=128, OL=32 | E2E Throughput | 13094.01 | 13094.01 | +0.0% |',
    )
  })

  it('tells missing values, rows and files in words, and never prints NaN', async () => {
    const row = (batch: number, rest: string) => `8,${batch},1024,128,aiter,${rest}\n`
    const values = '0.1,0.01,1.2,10240,100,960'
    await write(
      grok('main', 'main-abc'),
      `${header}${row(1, values)}${row(2, 'NaN,NaN,NaN,NaN,NaN,NaN')}${row(4, values)}`,
    )
    await write(grok('pr', 'pr-abc'), `${header}${row(1, 'NA,NA,NA,NA,NA,NA')}${row(2, values)}`)
    await write(deepseek('main', 'main-abc'), `${deepseekHeader}8,32,128,32,${values}\n`)

    const markdown = await report()

    expect(markdown).toContain(
      '| TP=8, BS=1, IL=1024, OL=128 | E2E Latency | 1.200 | missing: the file says NA | missing |',
    )
    expect(markdown).toContain(
      '| TP=8, BS=2, IL=1024, OL=128 | E2E Latency | missing: the file says NaN | 1.200 | missing |',
    )
    expect(markdown).toContain(
      '| TP=8, BS=4, IL=1024, OL=128 | E2E Latency | 1.200 | missing: not in the file | missing |',
    )
    expect(markdown).toContain(
      '| TP=8, BS=32, IL=128, OL=32 | E2E Latency | 1.200 | missing: no file | missing |',
    )
    expect(markdown.replaceAll('the file says NaN', '')).not.toMatch(/nan/i)
  })

  it('claims nothing of other results where an arm has none at all', async () => {
    await write(deepseek('main', 'main-abc'), `${deepseekHeader}8,32,128,32,0.1,0.01,1.2,10240,100,960\n`)

    const markdown = await report()

    expect(markdown).toContain('**Results are missing (single run: no significance test)**: deepseek/offline')
  })

  it('reads online files, and tells which files it could not read', async () => {
    const online = (value: string) =>
      `Online mode - GROK1 (tag)\n\nMedian TTFT (ms, lower better)\nrequest rate\t1\t2\nMI300x-aiter, node\t${value}\t30.50\n`
    await write('main/online/GROK1/t_GROK1_MOE-I4F8_online/t_GROK1_MOE-I4F8_online.csv', online('20.00'))
    await write('pr/online/GROK1/t_GROK1_MOE-I4F8_online/t_GROK1_MOE-I4F8_online.csv', online('25.00'))
    await write(grok('pr', 'pr-abc'), 'not,a,file\n')

    const markdown = await report()

    expect(markdown).toContain('\n### Grok Online Benchmark\n')
    expect(markdown).toContain('| request rate 1 | Median TTFT | 20.00 | 25.00 | **-20.0%** 🔴 |')
    expect(markdown).toContain('| request rate 2 | Median TTFT | 30.50 | 30.50 | +0.0% |')
    expect(markdown).toMatch(/> pr\/offline\/GROK1\/.*row 1, column TP: /)
    expect(markdown).toContain('| the whole stage | its files could not be read |')
  })

  it('has the request rates and the concurrencies of a model in one table, whatever file cannot be read', async () => {
    const online = (load: string, value: string) =>
      `Online mode - X (tag)\n\nMedian TTFT (ms, lower better)\n${load}\nX\t${value}\n`
    const folder = (arm: string) => `${arm}/online/X/t_X_online/t_X`
    for (const arm of ['main', 'pr']) {
      await write(`${folder(arm)}_online.csv`, online('request rate\t1', '20.00'))
      await write(`${folder(arm)}_serving.csv`, online('concurrency\t4', '30.00'))
    }

    const both = await report()
    await write(`${folder('pr')}_serving.csv`, '')
    const one = await report()

    expect(both).toContain('| request rate 1 | Median TTFT | 20.00 | 20.00 | +0.0% |')
    expect(both).toContain('| concurrency 4 | Median TTFT | 30.00 | 30.00 | +0.0% |')
    expect(both).not.toContain('left out')
    expect(one).toContain('| request rate 1 | Median TTFT | 20.00 | 20.00 | +0.0% |')
    expect(one).toMatch(
      /\| concurrency 4 \| Median TTFT \| 30\.00 \| missing: its file cannot be read \(row 1: /,
    )
  })

  it.each([
    ['GROK1', 'GROK2', '### GROK1 Offline Benchmark', '### GROK2 Offline Benchmark'],
    ['DeepSeek-V3', 'DeepSeek-R1', '### DeepSeek-V3 Offline Benchmark', '### DeepSeek-R1 Offline Benchmark'],
  ])('gives %s and %s a heading each', async (one, other, first, second) => {
    for (const arm of ['main', 'pr']) {
      for (const model of [one, other]) {
        const path = `${arm}/offline/${model}/t_${model}_X_offline/t_${model}_X_offline.csv`
        await write(path, `${header}8,32,1024,128,aiter,NA,NA,0.132,NA,NA,1032.13\n`)
      }
    }

    const markdown = await report()

    expect(markdown).toContain(`\n${first}\n`)
    expect(markdown).toContain(`\n${second}\n`)
    expect(markdown).toContain(`| ${one.toLowerCase()}/offline |`)
  })

  it('reads modes from the names of files', async () => {
    const text = 'Online mode - X (t)\n\nMedian TTFT (ms, lower better)\nrequest rate\t1\nX\t20.00\n'
    for (const mode of ['', '_dp_attention', '_mtp_test', '_torch_compile']) {
      for (const arm of ['main', 'pr']) {
        await write(`${arm}/online/GROK1/t_GROK1_FP8_online${mode}/t_GROK1_FP8_online${mode}.csv`, text)
      }
    }

    const markdown = await report()

    expect(markdown.match(/^### .*/gm)).toEqual([
      '### Grok Online Benchmark',
      '### Grok Online Benchmark, dp attention',
      '### Grok Online Benchmark, mtp test',
      '### Grok Online Benchmark, torch compile',
    ])
    expect(markdown).not.toContain('left out')
  })

  it('says where hosts, backends and images of the arms differ, and only there', async () => {
    const online = (label: string, tag: string) =>
      `Online mode - GROK1 (${tag})\n\nMedian TTFT (ms, lower better)\nrequest rate\t1\n${label}\t20.00\n`
    await write(
      'main/online/GROK1/t_GROK1_X_online/t_GROK1_X_online.csv',
      online('MI300x-aiter, node-a', 'v1'),
    )
    await write(
      'pr/online/GROK1/t_GROK1_X_online/t_GROK1_X_online.csv',
      online('MI300x-triton, node-b', 'v1'),
    )
    const values = 'NA,NA,0.132,NA,NA,1032.13'
    await write(grok('main', 'v1'), `${header}8,32,1024,128,aiter,${values}\n`)
    await write(grok('pr', 'v1'), `${header}8,32,1024,128,aiter,${values}\n`)
    await write(join(dirname(grok('main', 'v1')), 'config.json'), '{"docker": "sgl:v1"}')
    await write(join(dirname(grok('pr', 'v1')), 'config.json'), '{"docker": "sgl:v2"}')

    const { notes } = viewOfHistoricalRun(await readHistoricalRun(directory))

    expect(notes).toEqual([
      'grok/offline: the arms differ. main: image sgl:v1; pr: image sgl:v2.',
      'grok/online: the arms differ. main: node-a, aiter; pr: node-b, triton.',
    ])
  })

  it('takes the newest of several files, and says so', async () => {
    const values = (throughput: string) => `${header}8,1,1024,128,aiter,NA,NA,NA,NA,NA,${throughput}\n`
    await write(grok('main', 'main-old'), values('100'))
    await utimes(join(directory, grok('main', 'main-old')), 1, 1)
    await write(grok('main', 'main-new'), values('200'))
    await write(grok('pr', 'pr-abc'), values('200'))

    const markdown = await report()

    expect(markdown).toContain('| 200.00 | 200.00 | +0.0% |')
    expect(markdown).toContain('main-old')
    expect(markdown).toContain('is left out')
  })

  it('says of a case without values what the log beside the file says of memory', async () => {
    await write(grok('main', 'main-abc'), `${header}8,256,1024,128,aiter,NA,NA,NA,NA,NA,NA\n`)
    await write(grok('pr', 'pr-abc'), `${header}8,256,1024,128,aiter,NA,NA,1.0,NA,NA,1.0\n`)
    const bar = Array.from({ length: 500 }, (_, step) => `Loading ${step}/500`).join('\r')
    const log = `${bar}\n\xff\n[rank3]: torch.OutOfMemoryError: HIP out of memory.\n`
    await write(join(dirname(grok('main', 'main-abc')), 'bs256.log'), log)
    await write(join(dirname(grok('pr', 'pr-abc')), 'bs256.log'), log)

    const markdown = await report()

    const said = 'says "\\[rank3\\]: torch.OutOfMemoryError: HIP out of memory."'
    expect(markdown).toContain(`offline/bs256.log ${said}`)
    expect(markdown).not.toContain('> pr/')
  })

  it.each([
    ['HIP error: out of memory', ''],
    ['Not enough memory. Please try to increase --mem-fraction-static.', ''],
    [
      'The memory capacity is unbalanced. Some GPUs may be occupied by other processes.',
      ': other processes hold GPU memory',
    ],
  ])('takes "%s" for a lack of memory', async (line, cause) => {
    for (const arm of ['main', 'pr']) {
      await write(grok(arm, 'abc'), `${header}8,256,1024,128,aiter,NA,NA,NA,NA,NA,NA\n`)
    }
    await write(join(dirname(grok('main', 'abc')), 'bs256.log'), `[rank3]: RuntimeError: ${line}\n`)

    const { remarks } = await readHistoricalRun(directory)

    const start = `bs256.log says "[rank3]: RuntimeError: ${line.slice(0, 30)}`
    expect(remarks).toEqual([expect.stringContaining(start)])
    expect(remarks[0]?.endsWith(`"${cause}.`)).toBe(true)
  })

  it('renders all of 10,000 rows', { timeout: 60_000 }, async () => {
    const rows = Array.from(
      { length: 10_000 },
      (_, index) => `8,${index + 1},1024,128,aiter,0.12,0.012,1.2,1234.5,123.4,987.6\n`,
    )
    await write(grok('main', 'main-abc'), header + rows.join(''))
    await write(grok('pr', 'pr-abc'), header + rows.join(''))

    const view = viewOfHistoricalRun(await readHistoricalRun(directory))
    const [markdown, html] = [renderMarkdown(view), renderHtml(view, new Map())]

    for (const batchSize of [1, 5_000, 10_000]) {
      const name = `BS=${batchSize}, IL=1024`
      expect(markdown).toContain(name)
      expect(html).toContain(name)
    }
  })

  it('is refused where there is nothing in it', async () => {
    await mkdir(directory)

    await expect(readHistoricalRun(directory)).rejects.toMatchObject({ name: 'RunDirectoryUnusable' })
  })
})
