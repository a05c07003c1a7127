import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { amd } from './amd/amd.js'
import { readGpuState } from './read-state.js'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prbench-gpu-'))
  vi.stubEnv('PATH', `${folder}:/usr/bin:/bin`)
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

it('asks the next tool when the first one fails', async () => {
  await writeTool('amd-smi', 'echo "driver not loaded" >&2; exit 1')
  await writeTool('rocm-smi', `echo noise >&2; echo '{"card0": {"GPU Memory Allocated (VRAM%)": "4"}}'`)

  const states = await readGpuState(amd)

  expect(states).toEqual([{ number: 0, vramPercent: 4 }])
})

it('says what each tool answered when none tells the state', async () => {
  await writeTool('amd-smi', 'echo "[]"')

  const reading = readGpuState(amd)

  await expect(reading).rejects.toThrow(/amd-smi: The output of amd-smi lists no GPU; rocm-smi: .*ENOENT/)
})

it('takes what a tool tells that fails all the same', async () => {
  await writeTool('amd-smi', `echo 'WARNING: old'; echo '[{"gpu": 7}]'; echo bye; exit 1`)

  const states = await readGpuState(amd)

  expect(states).toEqual([{ number: 7, vramPercent: undefined }])
})

it('rejects with the reason of the signal', async () => {
  await writeTool('amd-smi', 'exec sleep 20')
  const reason = new Error('no longer needed')

  const reading = readGpuState(amd, AbortSignal.abort(reason))

  await expect(reading).rejects.toBe(reason)
})

async function writeTool(name: string, script: string): Promise<void> {
  const path = join(folder, name)
  await writeFile(path, `#!/bin/sh\n${script}\n`)
  await chmod(path, 0o755)
}
