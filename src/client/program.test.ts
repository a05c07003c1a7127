import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { describe, expect, it, vi } from 'vitest'
import { end } from './perform.js'
import { declareProgram } from './program.js'

it.each([
  [['compare', '1234'], 'unexpected argument "1234"; did you mean --pr 1234?'],
  [['plan', '--models', 'grok', 'pull/7'], 'unexpected argument "pull/7"; did you mean --pr 7?'],
])('says how a pull request is named where %j was given', async (words, message) => {
  const exitCode = process.exitCode
  const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true)

  await end(async () => {
    await declareProgram('1.2.3').parseAsync(['node', 'prbench', ...words])
    return undefined
  })

  expect(written.mock.calls).toEqual([[`prbench: ${message}\n`]])
  expect(process.exitCode).toBe(2)
  written.mockRestore()
  process.exitCode = exitCode
})

describe('the documentation', () => {
  const commands = declareProgram('1.2.3').commands
  const named = (name: string) => commands.filter((command) => command.name() === name)

  it('names every command and every flag', async () => {
    const pages = ['docs/command-line.md', 'docs/operate.md', 'docs/recipes.md', 'docs/ci.md']
    const text = (await Promise.all(pages.map((page) => readFile(page, 'utf8')))).join('\n')

    const missing = commands
      .flatMap((command) => [command.name(), ...flagsOf(command)])
      .filter((word) => !new RegExp(`(?<![-\\w])${word}(?![-\\w])`).test(text))

    expect(missing).toEqual([])
  })

  it.each([
    ['compare', 'Flags of `compare`'],
    ['verdict', 'Judge any benchmark'],
  ])('lists exactly the flags of %s', async (name, title) => {
    const text = await readFile('docs/command-line.md', 'utf8')
    const section = text.split('\n## ').find((part) => part.startsWith(`${title}\n`)) ?? ''
    const firstColumn = section
      .split('\n')
      .flatMap((line) => (line.startsWith('| `') ? [line.split('|')[1] ?? ''] : []))

    const listed = firstColumn.flatMap((cell) => cell.match(/--[a-z0-9-]+/g) ?? [])

    expect(listed.sort()).toEqual(named(name).flatMap(flagsOf).sort())
  })
})

function flagsOf(command: Command): string[] {
  return command.options.flatMap(({ long, hidden }) => (typeof long === 'string' && !hidden ? [long] : []))
}
