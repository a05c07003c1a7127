import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { baseOf, NoBaseError } from './base-of-dockerfile.js'
import { readDockerfile } from './dockerfile.js'

const base = (lines: readonly string[], given: Record<string, string> = {}, target?: string) =>
  baseOf(readDockerfile(lines.join('\n')), given, target)

describe('the base of a Dockerfile', () => {
  it('is what the last stage stands on, through all stages below it', () => {
    const lines = [
      'ARG VERSION=1.0',
      'ARG BASE="rocm/dev:${VERSION}-ubuntu"',
      'FROM --platform=linux/amd64 $BASE AS Own',
      'FROM scratch AS source',
      'FROM own AS build',
      'FROM build',
    ]

    expect(base(lines)).toEqual({ argument: 'BASE', image: 'rocm/dev:1.0-ubuntu' })
    expect(base(lines, {}, 'source')).toEqual({ image: 'scratch' })
  })

  it('is found where an argument names a stage by default', () => {
    const lines = [
      'ARG BASE_942="own-base"',
      'ARG BASE_OWN="ubuntu:24.04"',
      'ARG GPU_ARCH=gfx950',
      'FROM $BASE_OWN AS own-base',
      'FROM $BASE_942 AS gfx942',
      'FROM ${GPU_ARCH}',
    ]

    expect(base(lines, { GPU_ARCH: 'gfx942' })).toEqual({ argument: 'BASE_OWN', image: 'ubuntu:24.04' })
    expect(() => base(lines, { GPU_ARCH: 'gfx1250' })).toThrow(NoBaseError)
  })

  it('has no argument where it is written out, and no image where nothing names it', () => {
    expect(base(['FROM ubuntu:24.04'])).toEqual({ image: 'ubuntu:24.04' })
    expect(base(['ARG BASE', 'FROM $BASE'])).toEqual({ argument: 'BASE', image: '' })
    expect(base(['FROM ${BASE:-debian}'])).toEqual({ image: 'debian' })
  })

  it('is refused where there is no such stage', () => {
    expect(() => base(['FROM a AS b'], {}, 'c')).toThrow(/no stage c/)
    expect(() => base(['RUN x'])).toThrow(NoBaseError)
  })

  it('is found or refused for any text', () => {
    const piece = fc.constantFrom(
      'ARG A=$B\n',
      'ARG B=$A\n',
      'ARG A=$A$A$B$B$B$B$A$A\n',
      'FROM $A AS a\n',
      'FROM a\n',
      'FROM ${B:-a} AS $A\n',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
        try {
          base([pieces.join('')])
        } catch (error) {
          expect(error).toBeInstanceOf(NoBaseError)
        }
      }),
    )
  })
})
