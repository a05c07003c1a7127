import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { setUpMachine, type Machine } from './setup-machine.js'

let machine: Machine

/** A machine without Chromium, of the distribution that /etc/os-release would name. */
async function machineOf(distribution: string): Promise<void> {
  const file = join(machine.root, 'os-release')
  await writeFile(file, `ID=${distribution}\nVERSION_ID="12"\n`)
  await machine.edit('scripts/setup/docker.sh', /\/etc\/os-release/g, file)
  await machine.remove('chromium')
}

beforeEach(async () => {
  machine = await setUpMachine()
})

afterEach(async () => {
  await rm(machine.root, { recursive: true })
})

describe('Chromium of scripts/setup.sh', () => {
  it('is installed from Debian’s packages', async () => {
    await machineOf('debian')

    const { exitCode, output } = await machine.run()

    expect(exitCode).toBe(0)
    expect(output).toContain('1. apt-get install chromium')
    expect((await machine.changes()).filter((call) => call.endsWith(' chromium'))).toEqual([
      expect.stringContaining('install --download-only chromium'),
      expect.stringContaining('install chromium'),
    ])
  })

  it('is done without where it cannot be installed, and the rest is done', async () => {
    await machineOf('debian')
    await machine.fake('apt-get', 'exit 100')

    const { exitCode, output } = await machine.run()

    expect(exitCode).toBe(0)
    expect(output).toContain('Without Chromium, then: the test of the Web UI will be left out.')
    expect(await machine.changes()).toContain('npm ci')
  })

  it.each([
    ['on Ubuntu, which has a snap alone', 'ubuntu', true],
    ['without apt-get', 'debian', false],
  ])('is done without %s', async (_, distribution, hasApt) => {
    await machineOf(distribution)
    if (!hasApt) await machine.remove('apt-get')

    const { exitCode, output } = await machine.run()

    expect(exitCode).toBe(0)
    expect(output).toMatch(/without +Chromium: the test of the Web UI will be left out/)
    expect(await machine.changes()).toEqual(['npm ci'])
  })
})
