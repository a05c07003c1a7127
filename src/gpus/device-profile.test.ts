import { expect, it } from 'vitest'
import { deviceProfile } from './device-profile.js'

it('names the groups that own the device files by the numbers of this host', () => {
  const groupFile = 'root:x:0:\nvideo:x:44:someone\nvideographers:x:1002:\nrender:x:993:\n'

  const profile = deviceProfile(groupFile)

  expect(profile).toEqual({
    devices: ['/dev/kfd', '/dev/dri'],
    groups: ['44', '993'],
    capabilities: ['SYS_PTRACE'],
    seccomp: 'unconfined',
    shmBytes: 34_359_738_368,
  })
})

it('falls back on the name of the group where the host does not tell its number', () => {
  expect(deviceProfile('').groups).toEqual(['video'])
})
