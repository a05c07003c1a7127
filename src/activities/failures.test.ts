import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common'
import { describe, expect, it } from 'vitest'
import { DiskFull, DockerUnavailable } from '../docker/errors.js'
import { HostRefused } from './check-host.js'
import { asFailure } from './failures.js'
import { HostBusy } from './foreign-benchmark.js'

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
  ])('blames the host for $name', (error) => {
    expect(failureOf(error)).toMatchObject({ type: 'Infrastructure', nonRetryable: false })
  })

  it('refuses for good what no further attempt can mend', () => {
    expect(failureOf(new HostRefused('a', ['no model']))).toMatchObject({
      type: 'InvalidInput',
      nonRetryable: true,
    })
  })
})
