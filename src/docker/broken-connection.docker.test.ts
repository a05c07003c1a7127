import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openFaultyEngine, type FaultyEngine } from './faulty-engine.fixture.js'
import type { LogLine } from './log-lines.js'
import { openTestEngine, type TestEngine } from './test-engine.fixture.js'

let test: TestEngine

beforeAll(async () => {
  test = await openTestEngine()
})

afterAll(async () => {
  expect(await test.close()).toEqual([])
})

describe('over a connection that breaks', () => {
  let faulty: FaultyEngine
  const slowly = ['sh', '-c', 'for n in $(seq 1 60); do echo $n; sleep 0.05; done']
  const sixty = Array.from({ length: 60 }, (_, n) => String(n + 1))

  beforeAll(async () => {
    faulty = await openFaultyEngine()
  })

  afterAll(async () => {
    await faulty.close()
  })

  it('every line comes once, though the Engine was away for a while', async () => {
    const onTwenty = ({ text }: LogLine) => {
      if (text === '20') faulty.cut(1500)
    }

    const { result, lines } = await test.run(slowly, {
      engine: faulty.engine,
      onLine: onTwenty,
    })

    expect(lines.map(({ text }) => text)).toEqual(sixty)
    expect(result).toMatchObject({ exitCode: 0, engineWasAway: true })
  })

  it('every line comes once, though the log hangs', async () => {
    faulty.freeze('/logs', 700)

    const { lines } = await test.run(slowly, { engine: faulty.engine })

    expect(lines.map(({ text }) => text)).toEqual(sixty)
  })

  it('the end is seen, though the wait for it hangs', async () => {
    faulty.freeze('/wait', 0)

    const { result } = await test.run(['sleep', '0.5'], { engine: faulty.engine })

    expect(Date.now() - result.finishedAt.getTime()).toBeLessThan(30_000)
  })
})
