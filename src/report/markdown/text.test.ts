import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeMarkdown, fencedMarkdown, plainMarkdown, printable } from './text.js'

const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.constantFrom(
        '|',
        '`',
        '```',
        '@user',
        '#12',
        'GH-7',
        '<b>',
        '](x)',
        'https://x.y',
        'www.x.y',
        '\n',
        '\r\n',
        '\\',
        '* ',
        '- ',
        '\u202e',
      ),
    ),
  )
  .map((parts) => parts.join(''))

describe('plainMarkdown', () => {
  it.each([
    ['TP=8, BS=32, IL=1024, OL=128', 'TP=8, BS=32, IL=1024, OL=128'],
    ['1032.13', '1032.13'],
    ['a|b', 'a\\|b'],
    ['`rm`', '\\`rm\\`'],
    ['<img src=x onerror=y>', '&lt;img src=x onerror=y&gt;'],
    ['&lt;', '&amp;lt;'],
    ['[text](https://x.y)', '\\[text\\](https:\u200b//x.y)'],
    ['ping @team/x and a@b.c', 'ping @\u200bteam/x and a@\u200bb.c'],
    ['fixes #12, GH-12, o/r#12', 'fixes #\u200b12, GH\u200b-12, o/r#\u200b12'],
    ['see www.x.y', 'see www\u200b.x.y'],
    ['www.x', 'www\u200b.x'],
    ['two\r\n\r\n# lines', 'two # lines'],
    ['# title', '\\# title'],
    ['- item', '\\- item'],
    ['---', '\\---'],
    ['1. item', '1\\. item'],
    ['$x$ *y* _z_ ~~w~~', '\\$x\\$ \\*y\\* \\_z\\_ \\~\\~w\\~\\~'],
    ['a\u202eb\u0000c', 'a\ufffdb\ufffdc'],
  ])('shows %j and does nothing else', (text, expected) => {
    expect(plainMarkdown(text)).toBe(expected)
  })

  it('leaves nothing that a cell, a link, a tag or a mention could be made of', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const plain = plainMarkdown(text)

        expect(plain).not.toMatch(/[\n\r\0]/)
        expect(plain.replace(/\\[\\`*_[\]|~$#+=.)-]/g, '')).not.toMatch(/[|`<>*_[\]~$\\]/)
        expect(plain).not.toMatch(/@[A-Za-z0-9]|#\d|\bgh-\d|:\/\/|\bwww\.\S/i)
      }),
    )
  })
})

describe('codeMarkdown', () => {
  it.each([
    ['sha256:0a', '`sha256:0a`'],
    ['a `b` c', '``a `b` c``'],
    ['`', '`` ` ``'],
    ['a\nb', '`a b`'],
    ['', ''],
  ])('quotes %j', (text, expected) => {
    expect(codeMarkdown(text)).toBe(expected)
  })

  it('cannot be closed by what it holds', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const code = codeMarkdown(text)

        const ticks = /^`*/.exec(code)?.[0] ?? ''
        const inside = code.slice(ticks.length, code.length - ticks.length)
        expect(inside.match(/`+/g) ?? []).not.toContain(ticks)
        expect(code).not.toMatch(/[\n\r]/)
      }),
    )
  })
})

describe('fencedMarkdown', () => {
  it('is a block that its lines cannot end', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const [opening = '', ...rest] = fencedMarkdown(text).split('\n')

        const fence = opening.replace('text', '')
        expect(rest.at(-1)).toBe(fence)
        for (const line of rest.slice(0, -1)) expect(line).not.toContain(fence)
      }),
    )
  })
})

describe('printable', () => {
  it('takes colours and control characters off a log, and keeps its lines', () => {
    expect(printable('\u001b[31mred\u001b[0m\r\nnext\tcell\u0007')).toBe('red\nnext\tcell\ufffd')
  })

  it('replaces halves of characters, which no file can hold', () => {
    expect(printable('a\ud800b')).toBe('a\ufffdb')
  })
})
