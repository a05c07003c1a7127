import { describe, expect, it } from 'vitest'
import { addressCandidates } from './host-address.js'

const facts = {
  gateways: ['172.17.0.1'],
  isRootless: false,
  addresses: [
    ['docker0', '172.17.0.1'],
    ['br-0123', '172.18.0.1'],
    ['eth0', '192.0.2.2'],
  ],
} as const

describe('the address that builds reach this machine by', () => {
  it("is the bridge's own", () => {
    expect(addressCandidates(facts)).toEqual(['172.17.0.1', '192.0.2.2'])
  })

  it('is one in the local network where the Engine is rootless: its bridge is not here', () => {
    expect(addressCandidates({ ...facts, isRootless: true })).toEqual(['192.0.2.2'])
  })
})
