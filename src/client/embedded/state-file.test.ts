import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  readServerState,
  serverAddress,
  type ServerState,
  webUiAddress,
  writeServerState,
} from './state-file.js'

const state: ServerState = {
  schema: 1,
  supervisor: { pid: 1, started: 'boot/1' },
  temporal: { pid: 2, started: 'boot/2' },
  port: 7243,
  uiPort: 8243,
  database: '/state/temporal.db',
  build: '/dist/ 5147e85c',
  startedAt: '2026-01-01T00:00:00.000Z',
}

let file: string

beforeEach(async () => {
  file = path.join(await mkdtemp(path.join(tmpdir(), 'prbench-state-')), 'server.json')
})

afterEach(async () => {
  await rm(path.dirname(file), { recursive: true })
})

describe('the state file', () => {
  it('is read as it was written', async () => {
    await writeServerState(file, state)

    expect(await readServerState(file)).toEqual(state)
  })

  it.each([
    ['is missing', undefined],
    ['is cut short', '{"schema": 1, "super'],
    ['is of another version', JSON.stringify({ ...state, schema: 2 })],
    ['names no process', JSON.stringify({ ...state, temporal: { pid: -1, started: '' } })],
  ])('counts as absent where it %s', async (_, text) => {
    if (text !== undefined) await writeFile(file, text)

    expect(await readServerState(file)).toBeUndefined()
  })

  it('gives the addresses on the loopback interface', () => {
    expect([serverAddress(state), webUiAddress(state)]).toEqual(['127.0.0.1:7243', 'http://127.0.0.1:8243'])
  })
})
