import { expect, it } from 'vitest'
import { announce } from './announce.js'

const run = { id: 'compare/o/r/7', runId: 'run-1', attached: false }
const page = 'http://localhost:8233/namespaces/default/workflows/compare%2Fo%2Fr%2F7/run-1'

function announced(server: { webUi?: string }) {
  const said: string[] = []
  const emitted: object[] = []
  const output = {
    say: (text: string) => void said.push(text),
    emit: (event: object) => void emitted.push(event),
  }
  announce(output, { ...server, namespace: 'default' }, run, 'It is taken up again.')
  return { said, emitted }
}

it('tells people and programs where the Web UI shows the run', () => {
  const { said, emitted } = announced({ webUi: 'http://localhost:8233' })

  expect(said).toEqual(['It is taken up again.', `Web UI: ${page}`])
  expect(emitted).toEqual([
    { event: 'started', comparison: run.id, run: run.runId, attached: false, webUi: page },
  ])
})

it('names no page where no Web UI is known', () => {
  const { said, emitted } = announced({})

  expect(said).toEqual(['It is taken up again.'])
  expect(emitted).toEqual([{ event: 'started', comparison: run.id, run: run.runId, attached: false }])
})
