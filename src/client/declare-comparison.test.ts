import { Command } from 'commander'
import { expect, it, vi } from 'vitest'
import { declareComparisonCommands } from './declare-comparison.js'
import { end } from './perform.js'

it.each([
  [
    ['compare', '1234'],
    '"1234" is no flag: name the pull request with --pr, as in prbench compare --pr 1234',
  ],
  [
    ['plan', '--models', 'grok', 'pull/7'],
    '"pull/7" is no flag: name the pull request with --pr, as in prbench plan --pr 7',
  ],
])('says how a pull request is named where %j was given', async (words, message) => {
  const program = new Command('prbench').exitOverride()
  declareComparisonCommands(program)
  const exitCode = process.exitCode
  const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true)

  await end(async () => {
    await program.parseAsync(['node', 'prbench', ...words])
    return undefined
  })

  expect(written.mock.calls).toEqual([[`prbench: ${message}\n`]])
  expect(process.exitCode).toBe(2)
  written.mockRestore()
  process.exitCode = exitCode
})
