import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readServerArguments } from './server-arguments.js'

describe('readServerArguments', () => {
  it('reads text, numbers, lists and objects, and leaves out what says nothing', () => {
    const line =
      "[2026-11-24 10:00:00] server_args=ServerArgs(model_path='/a, (b)', tp_size=8, dist_init_addr=None, " +
      `cuda_graph_bs=[1, 2, 4], enable_x=False, note="it's", json='{"a": 1}', hooks={'x': (1, 2)}, e='')`

    expect(readServerArguments(line)).toEqual({
      values: {
        model_path: '/a, (b)',
        tp_size: '8',
        cuda_graph_bs: '[1, 2, 4]',
        note: "it's",
        json: '{"a": 1}',
        hooks: "{'x': (1, 2)}",
      },
      isCut: false,
    })
  })

  it('reads the dictionary that newer versions print, of hundreds of arguments', () => {
    const many = Array.from({ length: 700 }, (_, number) => `'flag_${number}': ${number}`)
    const line =
      "[2026-11-24 10:00:00] server_args={'model_path': '/models/model', 'api_key': 'sk-1', 'revision': None, " +
      `'model_loader_extra_config': '{}', 'mem_fraction_static': 0.719, 'bs': {'max': 32, 'list': [1, 2]}, ${many.join(', ')}}`

    const read = readServerArguments(line)

    expect(read?.isCut).toBe(false)
    expect(read?.values).toMatchObject({
      model_path: '/models/model',
      mem_fraction_static: '0.719',
      bs: "{'max': 32, 'list': [1, 2]}",
      flag_699: '699',
    })
    expect(read?.values).not.toHaveProperty('api_key')
    expect(read?.values).not.toHaveProperty('revision')
    expect(readServerArguments(line.slice(0, -1))?.isCut).toBe(true)
  })

  it('leaves out keys, and what is drawn anew with each start', () => {
    const line =
      "server_args=ServerArgs(api_key='sk-1', admin_api_key='sk-2', random_seed=4711, page_size=16)"

    expect(readServerArguments(line)?.values).toEqual({ page_size: '16' })
  })

  it('gives what it could read of a line that was cut', () => {
    expect(readServerArguments("server_args=ServerArgs(a=1, b='x, c=3 …[+90 bytes]")).toEqual({
      values: { a: '1' },
      isCut: true,
    })
  })

  it('is undefined for other lines', () => {
    expect(readServerArguments('Capture cuda graph bs [1, 2]')).toBeUndefined()
  })

  it('reads whatever is printed, wherever it is cut', () => {
    const values = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.integer({ min: 1 }), { maxKeys: 8 })
    fc.assert(
      fc.property(values, fc.nat(200), (given, length) => {
        const printed = Object.entries(given).map(([name, value]) => `${name}=${value}`)
        const line = `server_args=ServerArgs(${printed.join(', ')})`

        const whole = readServerArguments(line)
        const part = readServerArguments(line.slice(0, length))

        expect(Object.keys(whole?.values ?? {})).toEqual(Object.keys({ ...given }))
        for (const [name, value] of Object.entries(part?.values ?? {}))
          expect(whole?.values[name]).toBe(value)
      }),
    )
  })

  it.each(['(', "'", 'a=', '[', '\\'])('is quick with a hostile line of %s', (piece) => {
    expect(readServerArguments(`server_args=X(a=${piece.repeat(100_000)}`)?.isCut).toBe(true)
    expect(readServerArguments(`server_args={'a': ${piece.repeat(100_000)}`)?.isCut).toBe(true)
  })
})
