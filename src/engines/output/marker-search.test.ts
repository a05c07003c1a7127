import { describe, expect, it } from 'vitest'
import { markerSearch } from './marker-search.js'

describe('the search for markers', () => {
  it('looks at each byte a bounded number of times, also in text that is nearly all markers', () => {
    const markers = ['latency: ', 'Benchmark ...', 'ut of memory. Try to lower your batch size']
    const search = markerSearch(markers)
    const looksAt = (text: string) => {
      let looks = 0
      const counting = new Proxy(Buffer.from(text), {
        get: (bytes, key) => {
          looks += 1
          return Reflect.get(bytes, key, bytes) as unknown
        },
      })
      search(counting, 0)
      return looks
    }

    for (const piece of ['x', 'xatency: ', ' latency:', ': ', 'ut of memory. Try to lower your batch siz']) {
      const once = looksAt(piece.repeat(1000))
      const twice = looksAt(piece.repeat(2000))

      expect(twice).toBeLessThan(2.1 * once)
    }
  })

  it('takes capital letters for small ones where it is told to', () => {
    const found = (text: string, ignoresCase: boolean) =>
      markerSearch(['api_key', 'Bearer '], { ignoresCase })(Buffer.from(text), 0)

    expect(['x API_KEY', 'x api_key', 'bEARER x'].map((text) => found(text, true))).toEqual([8, 8, 6])
    expect(['x API_KEY', 'x api_key', 'bEARER x'].map((text) => found(text, false))).toEqual([-1, 8, -1])
  })

  it('refuses markers that it cannot tell apart from other text', () => {
    expect(() => markerSearch([])).toThrow(RangeError)
    expect(() => markerSearch(['ab'])).toThrow(RangeError)
  })
})
