import { ApplicationFailure } from '@temporalio/common'
import { describe, expect, it } from 'vitest'
import { HostFull } from '../cleaning/host-full.js'
import { OutputFolderUnusable } from '../results/errors.js'
import { asFailure } from './failures.js'

const outOfSpace = () =>
  Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })

describe('asFailure', () => {
  it.each([
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
})
