import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildArguments, NoBaseArgumentError } from './build-arguments.js'
import { readDockerfile } from './dockerfile.js'

const today = String.raw`
# ARG COMMENTED
ARG BASE_IMAGE_942="example/base:one"
ARG BASE_IMAGE_942_ROCM720="example/base:two"
ARG BASE_IMAGE_950="example/base:three"
ARG GPU_ARCH=gfx950
FROM $BASE_IMAGE_942 AS gfx942
FROM scratch AS local_src
COPY . /src
FROM \${GPU_ARCH}
ARG GPU_ARCH=gfx950
ARG SGL_REPO="https://example.org/sglang.git" SGL_DEFAULT=main
arg SGL_BRANCH=\${SGL_DEFAULT}
ARG BRANCH_TYPE=remote
ARG SETUPTOOLS_SCM_PRETEND_VERSION=""
RUN /bin/bash -lc 'cat <<EOF; \
  # a remark of the shell
  echo done'
RUN python3 <<'PY'
ARG = "NOT_AN_ARGUMENT"
ARG ALSO_NOT
PY
ARG BUILD_TYPE=all
RUN if [ "$BRANCH_TYPE" = "local" ]; then cp -r /tmp/src sglang; else git clone \${SGL_REPO}; fi
`.replaceAll(String.raw`\${`, '${')

const early = `
ARG BASE_IMAGE="example/base:one"
FROM $BASE_IMAGE AS base
ARG BUILD_TYPE=all
ARG SGL_REPO="https://example.org/sglang"
ARG SGL_BRANCH=main
RUN git clone \${SGL_REPO} \\
    # the branch

    && cd sglang \\
    && git checkout \${SGL_BRANCH}
ARG LAST
`

const choice = {
  gpuArchitecture: 'gfx942',
  baseImageTag: 'prbench/base:0123456789ab',
  sha: '0123456789abcdef0123456789abcdef01234567',
  repositoryUrl: 'https://example.org/sglang',
}

describe('readDockerfile', () => {
  it('finds the arguments of a file with a local mode, and its heredoc', () => {
    const facts = readDockerfile(today)

    expect([...facts.declaredArguments]).toEqual([
      'BASE_IMAGE_942',
      'BASE_IMAGE_942_ROCM720',
      'BASE_IMAGE_950',
      'GPU_ARCH',
      'SGL_REPO',
      'SGL_DEFAULT',
      'SGL_BRANCH',
      'BRANCH_TYPE',
      'SETUPTOOLS_SCM_PRETEND_VERSION',
      'BUILD_TYPE',
    ])
    expect(facts.source).toBe('local-mode')
    expect(facts.needsHeredocs).toBe(true)
  })

  it('knows the early file, which can only clone', () => {
    const facts = readDockerfile(early)

    expect([...facts.declaredArguments]).toEqual([
      'BASE_IMAGE',
      'BUILD_TYPE',
      'SGL_REPO',
      'SGL_BRANCH',
      'LAST',
    ])
    expect(facts).toMatchObject({ source: 'clone', needsHeredocs: false })
  })

  it('knows a file that copies its context', () => {
    const facts = readDockerfile('ARG BASE_IMAGE\r\nFROM $BASE_IMAGE\r\nCOPY . /engine\r\n')

    expect(facts).toMatchObject({ source: 'context', needsHeredocs: false })
    expect([...facts.declaredArguments]).toEqual(['BASE_IMAGE'])
  })

  it.each([
    ['RUN <<EOF\necho\nEOF', true],
    ['RUN bash <<-"END" > /x\n\techo\n\tEND', true],
    ['COPY <<one <<two /x/\n1\none\n2\ntwo', true],
    ['RUN cat <<<word', false],
    ['RUN echo "<<EOF"', false],
    ["RUN sh -c 'cat <<EOF'", false],
    ['RUN echo $((1<<2))', false],
    ['# RUN cat <<EOF', false],
    ['ENV A=<<EOF', false],
  ])('sees in %j whether it needs heredocs', (text, expected) => {
    const facts = readDockerfile(`${text}\nARG AFTER`)

    expect(facts.needsHeredocs).toBe(expected)
    expect([...facts.declaredArguments]).toEqual(['AFTER'])
  })

  it('names the image that a syntax line makes BuildKit pull', () => {
    const facts = readDockerfile('# syntax=docker/dockerfile:1.7\nFROM scratch')

    expect(facts.frontend).toBe('docker/dockerfile:1.7')
    expect(readDockerfile('FROM scratch').frontend).toBeUndefined()
  })

  it('reads any text', () => {
    const piece = fc.constantFrom('ARG ', 'RUN ', '<<EOF', '\\', '\n', '"', "'", ' ', '#', 'EOF')
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
        readDockerfile(pieces.join(''))
      }),
    )
  })
})

describe('buildArguments', () => {
  it('builds the tree that it is given, on the base of the architecture, with the same arguments for both arms', () => {
    const facts = readDockerfile(today)

    const main = buildArguments(facts, choice)
    const pr = buildArguments(facts, { ...choice, sha: 'f'.repeat(40) })

    expect(main).toEqual({
      GPU_ARCH: 'gfx942',
      BASE_IMAGE_942: 'prbench/base:0123456789ab',
      BRANCH_TYPE: 'local',
      BUILD_TYPE: 'all',
      SETUPTOOLS_SCM_PRETEND_VERSION: '0.0.0',
    })
    expect(pr).toEqual(main)
  })

  it('names the base by the whole architecture', () => {
    const given = buildArguments(readDockerfile(today), { ...choice, gpuArchitecture: 'gfx942-rocm720' })

    expect(given).toMatchObject({ GPU_ARCH: 'gfx942-rocm720', BASE_IMAGE_942_ROCM720: choice.baseImageTag })
    expect(given).not.toHaveProperty('BASE_IMAGE_942')
  })

  it('gives the early file what it clones', () => {
    const given = buildArguments(readDockerfile(early), choice)

    expect(given).toEqual({
      BASE_IMAGE: choice.baseImageTag,
      BUILD_TYPE: 'all',
      SGL_REPO: choice.repositoryUrl,
      SGL_BRANCH: choice.sha,
    })
  })

  it('adds what a recipe gives, where it is declared', () => {
    const facts = readDockerfile('ARG BASE_IMAGE\nARG ENABLE_MORI=0\nFROM $BASE_IMAGE')

    const given = buildArguments(facts, {
      ...choice,
      extra: { ENABLE_MORI: '1', UNKNOWN: '1', BASE_IMAGE: 'x' },
    })

    expect(given).toEqual({ BASE_IMAGE: choice.baseImageTag, ENABLE_MORI: '1' })
  })

  it('refuses a Dockerfile that has no base for the architecture, and says which it has', () => {
    const build = () =>
      buildArguments(readDockerfile(today), { ...choice, gpuArchitecture: 'gfx1250-rocm1000' })

    expect(build).toThrow(NoBaseArgumentError)
    expect(build).toThrow(/BASE_IMAGE_1250_ROCM1000 nor BASE_IMAGE .*BASE_IMAGE_942, BASE_IMAGE_942_ROCM720/)
  })
})
