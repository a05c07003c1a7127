import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readComment } from './comment-command.js'

const models = ['grok', 'deepseek', 'demo2']

describe('a comment', () => {
  it.each([
    ['/prbench', {}],
    ['/prbench grok offline pairs=6', { models: ['grok'], benchmarkTypes: ['offline'], pairs: '6' }],
    [
      '  /prbench   online  deepseek grok\r\nplease',
      { models: ['deepseek', 'grok'], benchmarkTypes: ['online'] },
    ],
    ['/prbench 1a2b3c4d5e6f max-pairs=4', { head: '1a2b3c4d5e6f', maxPairs: '4' }],
  ])('%j asks for a comparison', (body, expected) => {
    const read = readComment(body, models)

    expect(read).toEqual({
      kind: 'command',
      command: { kind: 'compare', models: [], benchmarkTypes: [], ...expected },
    })
  })

  it.each([
    ['/prbench cancel', 'cancel'],
    ['/prbench help\nand more', 'help'],
  ])('%j is the command %s', (body, kind) => {
    const read = readComment(body, models)

    expect(read).toEqual({ kind: 'command', command: { kind } })
  })

  it.each(['', 'nice work', 'see /prbench grok', '/prbenchmark', '> /prbench', '\n/prbench'])(
    '%j is no command',
    (body) => {
      expect(readComment(body, models)).toEqual({ kind: 'no-command' })
    },
  )

  it.each([
    '/prbench $(reboot)',
    '/prbench grok; rm -rf /',
    '/prbench `id`',
    '/prbench pairs=6;id',
    '/prbench pairs=$(id)',
    '/prbench --output-dir=/etc',
    '/prbench ../../x',
    '/prbench GROK',
    '/prbench pairs=1 pairs=2',
    '/prbench 1a2b3c4 5e6f7a8',
    '/prbench cancel everything',
    `/prbench ${'grok '.repeat(200)}`,
  ])('%j is refused', (body) => {
    expect(readComment(body, models)).toMatchObject({ kind: 'refused' })
  })

  it('lets nothing through but known words, digits and hex digits', () => {
    const words = fc.array(
      fc.oneof(
        fc.constantFrom(
          'grok',
          'online',
          'pairs=3',
          'cancel',
          'abcdef1',
          '|',
          '&&',
          '${{ x }}',
          '@all',
          '--',
        ),
        fc.string({ unit: 'binary', maxLength: 12 }),
      ),
    )

    fc.assert(
      fc.property(words, (given) => {
        const read = readComment(`/prbench ${given.join(' ')}`, models)

        if (read.kind !== 'command' || read.command.kind !== 'compare') return
        const { command } = read
        expect(models).toEqual(expect.arrayContaining([...command.models]))
        expect(['offline', 'online']).toEqual(expect.arrayContaining([...command.benchmarkTypes]))
        expect(command.head ?? 'abcdef0').toMatch(/^[0-9a-f]{7,40}$/)
        expect(`${command.pairs ?? 1} ${command.maxPairs ?? 1}`).toMatch(/^\d{1,4} \d{1,4}$/)
      }),
    )
  })
})
