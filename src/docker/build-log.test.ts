import { expect, it } from 'vitest'
import { createBuildLog } from './build-log.js'
import { decodeBuildStatus, type BuildStatus } from './buildkit-status.js'

it('writes the lines that docker build --progress=plain prints', () => {
  const log = createBuildLog()
  const run = { digest: 'b', name: '[2/2] RUN make', cached: false, error: '' }

  const lines = [
    ...take({ vertexes: [{ digest: 'a', name: '[1/2] FROM base', cached: false, error: '' }] }),
    ...take({
      vertexes: [
        { digest: 'a', name: '[1/2] FROM base', cached: true, started: 10, completed: 10, error: '' },
      ],
    }),
    ...take({ vertexes: [{ ...run, started: 10.5 }] }),
    ...take({ logs: [printed('b', 10.75, 'cc -c a.c\ncc -'), printed('b', 10.8, 'warning\n', 2)] }),
    ...take({ logs: [printed('b', 11, 'c b.c\n 10%\r100%\nlast')] }),
    ...take({ vertexes: [{ ...run, started: 10.5, completed: 12.54 }] }),
    ...take({ vertexes: [{ ...run, started: 10.5, completed: 12.54 }] }),
  ]

  expect(lines).toEqual([
    '#1 [1/2] FROM base',
    '#1 CACHED',
    '',
    '#2 [2/2] RUN make',
    '#2 0.250 cc -c a.c',
    '#2 0.300 warning',
    '#2 0.500 cc -c b.c',
    '#2 0.500 100%',
    '#2 last',
    '#2 DONE 2.0s',
  ])

  function take(status: Partial<BuildStatus>): string[] {
    return log.take({ vertexes: [], statuses: [], logs: [], warnings: [], ...status })
  }
})

it('tells of a transfer once, when it is done', () => {
  const log = createBuildLog()
  const step = { digest: 'a', name: '[1/1] FROM base', cached: false, started: 1, error: '' }
  const layer = { ID: 'sha256:0123', vertex: 'a', current: 500, total: 2_500_000, started: 1 }
  const end = { ...layer, current: 2_500_000, completed: 3.5 }

  const lines = log.take({ vertexes: [step], statuses: [layer, end, end], logs: [], warnings: [] })

  expect(lines).toEqual(['#1 [1/1] FROM base', '#1 sha256:0123 2.50MB / 2.50MB 2.5s done'])
})

it.each([
  ['exit code: 1', '#1 ERROR: exit code: 1'],
  ['context canceled', '#1 CANCELED'],
])('tells how a step ended that failed with %j', (error, last) => {
  const log = createBuildLog()
  const step = { digest: 'a', name: 'RUN false', cached: false, started: 1, completed: 2, error }

  const lines = log.take({
    vertexes: [step],
    statuses: [],
    logs: [],
    warnings: [{ vertex: 'a', short: Buffer.from('JSON arguments recommended') }],
  })

  expect(lines).toEqual(['#1 RUN false', '#1 WARNING: JSON arguments recommended', last])
})

it('gives at the end what was printed without a line end', () => {
  const log = createBuildLog()
  log.take({ vertexes: [], statuses: [], logs: [printed('a', 1, 'Killed')], warnings: [] })

  expect(log.flush()).toEqual(['#1 Killed'])
  expect(log.flush()).toEqual([])
})

it('shortens an endless line', () => {
  const log = createBuildLog()

  const lines = log.take({
    vertexes: [],
    statuses: [],
    logs: [printed('a', 1, `${'x'.repeat(10_000)}\n`)],
    warnings: [],
  })

  expect(lines[1]).toMatch(/^#1 0\.000 x+…\[\+1817 characters\]$/)
})

it('decodes the progress of an Engine, as recorded from one', () => {
  const begin =
    'Cm8KR3NoYTI1NjpmNjU0MTFmMWFlM2YwNmMwYjBlYjhmMDg4NTUyODFjYWVlOTIwY2IwNjRlZmY5YTg0ZGE5ZDg0MjFlMDQyZjRhGiRbaW50ZXJuYWxdIGxvYWQgcmVtb3RlIGJ1aWxkIGNvbnRleHQ='
  const output =
    'GmAKR3NoYTI1NjoyNTFmYTA3NzdlNWJhZDliNGY4MDBjZTg5ODQ0YWU1NzI3Mzk5NDkzZGRjMWE5NDlhMDcwMzdjODk2N2M3NDBhEgsI3+uU2AYQkfmQIhgBIgZoZWxsbwo='

  expect(decodeBuildStatus(begin).vertexes).toEqual([
    {
      digest: 'sha256:f65411f1ae3f06c0b0eb8f08855281caee920cb064eff9a84da9d8421e042f4a',
      name: '[internal] load remote build context',
      cached: false,
      started: undefined,
      completed: undefined,
      error: '',
    },
  ])
  expect(decodeBuildStatus(output).logs).toEqual([
    {
      vertex: 'sha256:251fa0777e5bad9b4f800ce89844ae5727399493ddc1a949a07037c8967c740a',
      timestamp: 1795503583.071580817,
      stream: 1,
      msg: Buffer.from('hello\n'),
    },
  ])
})

it.each(['', 'not base64 of it at all', '/////w=='])('does not hang on %j', (base64) => {
  try {
    expect(decodeBuildStatus(base64).logs).toEqual([])
  } catch (error) {
    expect(error).toBeInstanceOf(Error)
  }
})

function printed(vertex: string, timestamp: number, text: string, stream = 1) {
  return { vertex, timestamp, stream, msg: Buffer.from(text) }
}
