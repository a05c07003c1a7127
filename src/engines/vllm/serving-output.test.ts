import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { servingOutput } from './serving-output.js'

const read = (lines: readonly string[]) => {
  const output = servingOutput()
  for (const line of lines) output.read(line)
  return output
}

describe('what vllm bench serve prints', () => {
  it('tells when the measured part begins', () => {
    const before = read(['Skipping endpoint ready check.'])
    const after = read(['Skipping endpoint ready check.', 'Starting main benchmark run...'])

    expect(before.hasBegun).toBe(false)
    expect(after.hasBegun).toBe(true)
  })

  it('tells why the first of several requests failed, which the end of its traceback says', () => {
    const output = read([
      'Starting main benchmark run...',
      'Failed requests during benchmark run detected (capping to 10):',
      'Error 0: Traceback (most recent call last):',
      '  File "/usr/lib/python3/dist-packages/aiohttp/connector.py", line 1298, in _create_direct_connection',
      'aiohttp.client_exceptions.ClientConnectorError: Cannot connect to host 172.20.0.2:30000',
      '',
      'Error 1: Internal Server Error',
      'tip: install termplotlib and gnuplot to plot the metrics',
    ])

    expect(output.firstError).toBe(
      'aiohttp.client_exceptions.ClientConnectorError: Cannot connect to host 172.20.0.2:30000',
    )
  })

  it('takes an error of one line', () => {
    const output = read([
      'Error 0: Bad Request',
      'tip: install termplotlib and gnuplot to plot the metrics',
      'more',
    ])

    expect(output.firstError).toBe('Bad Request')
  })

  it('gives no more than a line of any output', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constant('Error 0: '), fc.string({ minLength: 400 }))),
        (lines) => {
          const output = read(lines)

          expect((output.firstError ?? '').length).toBeLessThanOrEqual(300)
        },
      ),
    )
  })
})
