import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readJitBuild } from './jit-build.js'

describe('readJitBuild', () => {
  it.each([
    [
      '[aiter] start build [module_norm] under /aiter/jit/build/module_norm',
      { step: 'started', module: 'module_norm' },
    ],
    ['(Worker_TP4 pid=12) [aiter] start build [mha_fwd_bf16]', { step: 'started', module: 'mha_fwd_bf16' }],
    [
      '[aiter] finish build [module_norm], cost 57.81s',
      { step: 'finished', module: 'module_norm', seconds: 57.81 },
    ],
    [
      '[aiter] [pid=25 pname=Process-4] \u001b[32mfinish build [module_moe], cost 57.8s \u001b[0m',
      { step: 'finished', module: 'module_moe', seconds: 57.8 },
    ],
    [
      'finish build [module_moe], cost    8.12345678s',
      { step: 'finished', module: 'module_moe', seconds: 8.12345678 },
    ],
    [
      '[aiter] waiting for baton release at /jit/build/lock_module_moe',
      { step: 'waiting', module: 'module_moe' },
    ],
    [
      'waiting for baton release at /jit/build/module_moe/build/lock',
      { step: 'waiting', module: 'module_moe' },
    ],
  ])('reads %s', (line, build) => {
    const read = readJitBuild(line)

    expect(read).toEqual(build)
  })

  it.each([
    '[aiter] import [module_norm] under /aiter/jit/module_norm.so',
    '[aiter] type hints mismatch, override to --> rms_norm(...)',
    'restart build [module] of the docs',
    'start build [',
    '',
  ])('finds no build in %j', (line) => {
    const read = readJitBuild(line)

    expect(read).toBeUndefined()
  })

  it('reads any line without throwing', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        readJitBuild(`${before}start build [${after}`)
        readJitBuild(`${before}waiting for baton release at ${after}`)
      }),
    )
  })
})
