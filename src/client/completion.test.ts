import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { completionScript, shells } from './completion.js'
import { declareProgram } from './program.js'

const program = declareProgram('1.2.3')

describe('the completion of bash', () => {
  it.each([
    [
      ['prbench', 'com'],
      ['compare', 'completion'],
    ],
    [['prbench', 'compare', '--pairs', '4', '--max-l'], ['--max-launches']],
    [['prbench', 'compare', '--fail-on', 'r'], ['regression']],
    [
      ['prbench', 'server', 'st'],
      ['stop', 'status'],
    ],
    [
      ['prbench', 'completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['prbench', 'verdict', 'samples'], []],
  ])('of %j is %j', async (words, expected) => {
    const line = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}`

    const { stdout } = await execa('bash', [
      '--norc',
      '-c',
      `${completionScript(program, 'bash')}${line}; _prbench; printf '%s\\n' "\${COMPREPLY[@]}"`,
    ])

    expect(stdout.split('\n').filter((word) => word !== '')).toEqual(expected)
  })
})

it.each(shells)('the completion of %s knows every command and every flag', (shell) => {
  const script = completionScript(program, shell)

  const missing = program.commands
    .flatMap((command) => [
      command.name(),
      ...command.options.flatMap(({ long, hidden }) => (long == null || hidden ? [] : [long.slice(2)])),
    ])
    .filter((word) => !script.includes(word))

  expect(missing).toEqual([])
})
