import { expect, it } from 'vitest'
import { amdProfile } from './devices.js'

it('names the groups that own the device files by the numbers of this host', () => {
  const groupFile = 'root:x:0:\nvideo:x:44:someone\nvideographers:x:1002:\nrender:x:993:\n'

  const profile = amdProfile(groupFile)

  expect(profile).toEqual({
    devices: ['/dev/kfd', '/dev/dri'],
    groups: ['44', '993'],
    capabilities: ['SYS_PTRACE'],
    seccomp: 'unconfined',
    shmBytes: 34_359_738_368,
    environment: { HSA_ENABLE_COREDUMP: '0' },
  })
})

it('falls back on the name of the group where the host does not tell its number', () => {
  expect(amdProfile('').groups).toEqual(['video'])
})

it('shows the programs of a container only the GPUs that they may use', () => {
  expect(amdProfile('', [4, 5]).environment).toMatchObject({ HIP_VISIBLE_DEVICES: '4,5' })
})
