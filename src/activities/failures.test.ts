import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common'
import { describe, expect, it } from 'vitest'
import { HostFull } from '../host/make-room.js'
import { ContainerEnded, DiskFull, DockerUnavailable } from '../docker/errors.js'
import { RepositoryUnreachable } from '../git/errors.js'
import { OutputFolderUnusable } from '../run/errors.js'
import { HostRefused } from '../host/check-host.js'
import { asFailure } from './failures.js'
import { HostBusy } from '../host/foreign-benchmark.js'

const outOfSpace = () =>
  Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })

const failureOf = (error: Error): ApplicationFailure => {
  const failure = asFailure(error)
  if (failure instanceof ApplicationFailure) return failure
  throw new Error(`${error.name} is no failure of a known type`)
}

describe('asFailure', () => {
  it('lets a busy host be looked at again in 30 s, without an alarm', () => {
    const failure = failureOf(new HostBusy('host a is busy'))

    expect(failure).toMatchObject({
      type: 'GpuBusy',
      message: 'host a is busy',
      nonRetryable: false,
      nextRetryDelay: '30s',
      category: ApplicationFailureCategory.BENIGN,
    })
  })

  it.each([
    new DockerUnavailable('unix:///x', 'does not answer'),
    new DiskFull('pull an image', 'no space left'),
    new ContainerEnded('prbench-1', 'was killed from outside'),
  ])('blames the host for $name', (error) => {
    expect(failureOf(error)).toMatchObject({ type: 'Infrastructure', nonRetryable: false })
  })

  it('refuses for good what no further attempt can mend', () => {
    expect(failureOf(new HostRefused('a', ['no model']))).toMatchObject({
      type: 'InvalidInput',
      nonRetryable: true,
    })
  })

  it.each<[string, Error]>([
    ['a file system that is full', outOfSpace()],
    [
      'one below another error',
      new OutputFolderUnusable('/out', 'the disk is full', { cause: outOfSpace() }),
    ],
    [
      'a host with too little room',
      new HostFull({ bytes: 1e9, folder: '/var' }, 5e9, 'a pair', 'nothing was removed'),
    ],
  ])('has what met %s tried again, and says that the disk is full', (_, error) => {
    const failure = asFailure(error)

    expect(failure).toBeInstanceOf(ApplicationFailure)
    expect(failure).toMatchObject({ type: 'Infrastructure', nonRetryable: false })
    expect(String(failure)).toContain('disk full: ')
  })

  describe('of a repository that cannot be read', () => {
    const away = new RepositoryUnreachable(
      'o/r',
      'fatal: unable to access: Could not resolve host: github.com',
    )

    it('has it tried again while its server may be back, and says so', () => {
      expect(failureOf(away)).toMatchObject({
        type: 'Infrastructure',
        nonRetryable: false,
        nextRetryDelay: '10s',
        message: expect.stringMatching(/Could not resolve host.* prbench tries again$/) as string,
      })
    })

    it('gives it up after thirty attempts', () => {
      expect(asFailure(away, 29)).toMatchObject({ type: 'Infrastructure' })
      expect(asFailure(away, 30)).toMatchObject({
        type: 'InvalidInput',
        nonRetryable: true,
        message: expect.stringMatching(/ Tried 30 times$/) as string,
      })
    })

    it('refuses at once what no waiting mends', () => {
      const missing = new RepositoryUnreachable('o/r', 'remote: Repository not found.')

      expect(failureOf(missing)).toMatchObject({ type: 'InvalidInput', nonRetryable: true })
    })
  })
})
