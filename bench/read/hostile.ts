import { ResultFileError } from '../../src/comparison/result-file-error.js'
import { readOfflineCsv } from '../../src/historical/read-offline-csv.js'
import { readOnlineCsv } from '../../src/historical/read-online-csv.js'
import { RecordInvalid } from '../../src/run/errors.js'
import { parseRecord } from '../../src/run/record-file.js'
import { readSamplesCsv } from '../../src/run/samples-csv.js'
import { readDockerfile } from '../../src/engines/dockerfile.js'
import { Gsm8kOutput } from '../../src/engines/sglang/gsm8k-output.js'
import { OneBatchReader } from '../../src/engines/sglang/one-batch-reader.js'
import { ServerLog } from '../../src/engines/sglang/server-log.js'
import { servingOutput } from '../../src/engines/sglang/serving-output.js'
import { readServingResult } from '../../src/engines/sglang/load-client.js'
import { cpuSecondsOf } from './cpu-seconds.js'
import { shapes } from './log-file.js'

const megabyte = 1_000_000

const offlineHeader =
  'TP,batch_size,IL,OL,Prefill_latency(s),Median_decode_latency(s),E2E_Latency(s),' +
  'Prefill_Throughput(token/s),Median_Decode_Throughput(token/s),E2E_Throughput(token/s)\n'
const samplesHeader = 'case,metric,better,pair,arm,value\n'

interface Reader {
  readonly name: string
  /** What has to stand before the text so that the reader goes on to it. */
  readonly before: string
  readonly read: (text: string) => void
}

const lineByLine = (reader: { read: (line: string) => unknown }) => (text: string) => {
  for (const line of text.split('\n')) reader.read(line)
}

const readers: readonly Reader[] = [
  { name: 'offline CSV', before: offlineHeader, read: (text) => readOfflineCsv(text, 'x') },
  {
    name: 'online CSV',
    before: 'Median TTFT (ms)\nconcurrency\t1\n',
    read: (text) => readOnlineCsv(text, 'x'),
  },
  { name: 'samples.csv', before: samplesHeader, read: (text) => readSamplesCsv(text, 'x') },
  { name: 'results.json', before: '', read: (text) => parseRecord(text, 'x') },
  { name: 'Dockerfile', before: '', read: (text) => readDockerfile(text) },
  { name: 'serving rows', before: '', read: (text) => readServingResult(text, 'x') },
  {
    name: 'one-batch output',
    before: 'Benchmark ...\n',
    read: (text) => {
      const cases = shapes.map((shape, index) => ({
        name: `${index}`,
        ...shape,
        tensorParallel: 1,
        flags: [],
      }))
      lineByLine(new OneBatchReader({ cases, passes: 1 }))(text)
    },
  },
  {
    name: 'serving output',
    before: '',
    read: (text) => {
      lineByLine(servingOutput())(text)
    },
  },
  {
    name: 'GSM8K output',
    before: '',
    read: (text) => {
      lineByLine(new Gsm8kOutput())(text)
    },
  },
  {
    name: 'server log',
    before: '',
    read: (text) => {
      lineByLine(new ServerLog())(text)
    },
  },
]

const pieces = [
  ...['x', '"', '\\"', ',', '\t', '\r', '\0', '\u001b[', '-', '1', '{"a":', '[', '{\n', '1,1\n', '"\n', '\n'],
  ...['8,1,1,1,1,1,1,1,1,x\n', 'a,b,lower,1,main,1\n', 'Median ITL (ms\nconcurrency\t1\nx\t1\n'],
  ...[
    'Total. latency: ',
    'Decode batch ',
    'graph: ',
    'Capture cuda graph ',
    'output.error=',
    'Accuracy: 0.9\n',
  ],
]

/**
 * The reader that needs most processor time for a megabyte, over every text that is hard on some reader;
 * beside it the longest that such a megabyte takes to be only split into fields.
 */
export function slowestMegabyte(): { seconds: number; splitSeconds: number; what: string } {
  let slowest = { seconds: 0, what: '' }
  let splitSeconds = 0
  for (const { name, before, read } of readers) {
    for (const piece of pieces) {
      const text = before + piece.repeat(Math.ceil(megabyte / piece.length))
      splitSeconds = Math.max(
        splitSeconds,
        cpuSecondsOf(() => text.split(/[\n,]/)),
      )
      const seconds = cpuSecondsOf(() => {
        try {
          read(text)
        } catch (error) {
          if (!(error instanceof ResultFileError || error instanceof RecordInvalid)) throw error
        }
      })
      if (seconds > slowest.seconds) slowest = { seconds, what: `${name} of ${JSON.stringify(piece)}` }
    }
  }
  return { ...slowest, splitSeconds }
}
