import { appendFile, rm } from 'node:fs/promises'
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

describe('scripts/setup.sh', () => {
  it('explains itself', async () => {
    const { exitCode, output } = await machine.run('--help')

    expect(exitCode).toBe(0)
    expect(output).toContain('--check')
    expect(output).toContain('PRBENCH_TEMPORAL_CLI')
    expect(output).toContain(machine.temporalFolder)
  })

  it('refuses an option that it does not know', async () => {
    const { exitCode, output } = await machine.run('--chekc')

    expect(exitCode).toBe(2)
    expect(output).toContain("unknown option '--chekc'")
    expect(await machine.changes()).toEqual([])
  })

  it('only reports with --check', async () => {
    const { exitCode, output } = await machine.run('--check')

    expect(exitCode).toBe(1)
    expect(output).toMatch(/missing +node modules/)
    expect(output).toContain('1. npm ci')
    expect(await machine.changes()).toEqual([])
  })

  it('installs what is missing once, and changes nothing the second time', async () => {
    const first = await machine.run()
    const second = await machine.run()
    const check = await machine.run('--check')

    expect(first.output).toContain('Ready')
    expect(second.output).toContain('Nothing is missing')
    expect([first.exitCode, second.exitCode, check.exitCode]).toEqual([0, 0, 0])
    expect(await machine.changes()).toEqual(['npm ci'])
  })

  it('installs the modules again when the lockfile is another', async () => {
    await machine.run()
    await appendFile(join(machine.root, 'package-lock.json'), '\n')

    const { exitCode } = await machine.run()

    expect(exitCode).toBe(0)
    expect(await machine.changes()).toEqual(['npm ci', 'npm ci'])
  })

  it.each([
    ['too old', 'v20.18.3'],
    ['far too old', 'v18.20.4'],
  ])('says which Node is needed where it is %s', async (_, version) => {
    await machine.fake('node', `echo ${version}`)

    const { exitCode, output } = await machine.run()

    expect(exitCode).toBe(1)
    expect(output).toMatch(`Node >= 20.19 is needed, and ${join(machine.root, 'bin/node')} is ${version}`)
    expect(output).toContain('https://nodejs.org/en/download')
    expect(await machine.changes()).toEqual([])
  })

  it('says how to get Node where there is none', async () => {
    await machine.remove('node')

    const { exitCode, output } = await machine.run()

    expect(exitCode).toBe(1)
    expect(output).toContain('There is no Node on PATH')
    expect(await machine.changes()).toEqual([])
  })

  it('shows the end of what apt-get said when it fails', async () => {
    await machine.remove('git')
    await machine.fake('apt-get', 'echo E: Unable to locate package git; exit 100')

    const { exitCode, output } = await machine.run()

    expect(exitCode).toBe(1)
    expect(output).toContain('1. apt-get install git ca-certificates')
    expect(output).toContain('| E: Unable to locate package git')
    expect(output).toContain('apt-get update failed')
  })

  it('says what to install where there is no apt-get', async () => {
    await machine.remove('git')
    await machine.remove('apt-get')

    const { exitCode, output } = await machine.run()

    expect(exitCode).toBe(1)
    expect(output).toContain('no apt-get')
    expect(output).toContain('install git ca-certificates')
    expect(await machine.changes()).toEqual([])
  })

  it('leaves Docker alone where DOCKER_HOST names an engine that does not answer', async () => {
    await machine.fake('docker', 'exit 1')

    const { exitCode, output } = await machine.run(undefined, { DOCKER_HOST: 'tcp://gpu-7:2375' })

    expect(exitCode).toBe(1)
    expect(output).toContain("DOCKER_HOST is 'tcp://gpu-7:2375' and no Docker Engine answers there")
    expect(await machine.changes()).toEqual([])
  })
})
