import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findTemporalCli } from './temporal-cli.js'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'prbench-cli-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

async function program(...parts: string[]): Promise<string> {
  const file = path.join(folder, ...parts)
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, '#!/bin/sh\n')
  await chmod(file, 0o755)
  return file
}

describe('findTemporalCli', () => {
  it('takes the one that is named, then that on PATH, then its own', async () => {
    const named = await program('named')
    const onPath = await program('path', 'temporal')
    const own = await program('data', 'prbench', 'bin', 'temporal')
    const environment = {
      PRBENCH_TEMPORAL_CLI: named,
      PATH: path.dirname(onPath),
      XDG_DATA_HOME: path.join(folder, 'data'),
    }

    const found = [
      await findTemporalCli(environment),
      await findTemporalCli({ ...environment, PRBENCH_TEMPORAL_CLI: undefined }),
      await findTemporalCli({ ...environment, PRBENCH_TEMPORAL_CLI: '', PATH: '/nowhere' }),
    ]

    expect(found).toEqual([named, onPath, own])
  })

  it('says how to get one where there is none, and does not take a folder for one', async () => {
    await mkdir(path.join(folder, 'temporal'))

    await expect(findTemporalCli({ PATH: folder, XDG_DATA_HOME: folder })).rejects.toThrow('scripts/setup.sh')
  })

  it('does not look elsewhere where the named one is missing', async () => {
    const environment = {
      PRBENCH_TEMPORAL_CLI: path.join(folder, 'typo'),
      PATH: path.dirname(await program('temporal')),
    }

    await expect(findTemporalCli(environment)).rejects.toThrow(/PRBENCH_TEMPORAL_CLI is .*typo/)
  })
})
