import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

import { execa } from 'execa'

export const demoFolder = resolve(import.meta.dirname, '../../demo')

/** What a program printed, and its exit code. */
export interface ProgramResult {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number | undefined
}

/** The environment in which the engine's modules are found and nothing slows them down. */
export function engineEnvironment(faults: Record<string, string> = {}): Record<string, string> {
  return {
    PYTHONPATH: join(demoFolder, 'engine/python'),
    PYTHONDONTWRITEBYTECODE: '1',
    DEMO_ENGINE_LOAD_SECONDS: '0',
    ...faults,
  }
}

/** Makes a folder with a model that is small enough for tests of milliseconds. */
export async function makeModel(fields: Record<string, unknown> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'prbench-demo-model-'))
  const config = { hidden_size: 32, num_hidden_layers: 2, vocab_size: 1000, ...fields }
  await writeFile(join(folder, 'config.json'), JSON.stringify(config))
  return folder
}

/**
 * Runs one of the engine's programs to its end, whatever its exit code; in that folder, where it leaves files
 * there.
 */
export async function runProgram(
  programArguments: readonly string[],
  faults: Record<string, string> = {},
  cwd = process.cwd(),
): Promise<ProgramResult> {
  const { stdout, stderr, exitCode } = await execa('python3', ['-u', ...programArguments], {
    env: engineEnvironment(faults),
    cwd,
    reject: false,
    timeout: 20_000,
  })
  return { stdout, stderr, exitCode }
}
