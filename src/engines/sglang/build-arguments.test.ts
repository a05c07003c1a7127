import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recipeSchema } from '../../comparison/recipe.js'
import { NoBaseError } from '../base-of-dockerfile.js'
import { readDockerfile } from '../dockerfile.js'
import { sglangBuild } from './build-arguments.js'

const today = String.raw`
# ARG COMMENTED
ARG BASE_IMAGE_942="example/base:one"
ARG BASE_IMAGE_942_ROCM720="example/base:two"
ARG BASE_IMAGE_950="example/base:three"
ARG GPU_ARCH=gfx950
FROM $BASE_IMAGE_942 AS gfx942
FROM $BASE_IMAGE_942_ROCM720 AS gfx942-rocm720
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

const imageOn = (gpuArchitecture: string) => recipeSchema.shape.image.parse({ base: 'b', gpuArchitecture })
const choice = { image: imageOn('gfx942') }

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
  })

  it('knows a file that copies its context', () => {
    const facts = readDockerfile('ARG BASE_IMAGE\r\nFROM $BASE_IMAGE\r\nCOPY . /engine\r\n')

    expect([...facts.declaredArguments]).toEqual(['BASE_IMAGE'])
  })

  it.each([
    'RUN <<EOF\necho\nARG INSIDE\nEOF',
    'RUN bash <<-"END" > /x\n\tARG INSIDE\n\tEND',
    'COPY <<one <<two /x/\n1\none\nARG INSIDE\ntwo',
    'RUN cat <<<word',
    'RUN echo "<<EOF"',
    "RUN sh -c 'cat <<EOF'",
    'RUN echo $((1<<2))',
    '# RUN cat <<EOF',
    'ENV A=<<EOF',
  ])('skips the heredocs of %j and nothing else', (text) => {
    const facts = readDockerfile(`${text}\nARG AFTER`)

    expect([...facts.declaredArguments]).toEqual(['AFTER'])
  })

  it.each([
    ['ENV A=${B%-*}', ['trimming']],
    ['FROM ${A##*/}', ['trimming']],
    ['# syntax=docker/dockerfile:1\nENV A=${B%-*}', []],
    ['RUN echo ${A%-*}\nENV B=${C:-c} D=$E%', []],
    ['RUN <<EOF\nx\nEOF\nENV A=${B%%-*}', ['heredocs', 'trimming']],
  ])('knows what old builders do not understand of %j', (text, needs) => {
    expect(readDockerfile(text).needs).toEqual(needs)
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

describe('sglangBuild', () => {
  it('builds the tree that it is given, on the base of the architecture', () => {
    const build = sglangBuild(today, choice)

    expect(build).toEqual({
      arguments: {
        GPU_ARCH: 'gfx942',
        BRANCH_TYPE: 'local',
        BUILD_TYPE: 'all',
        SETUPTOOLS_SCM_PRETEND_VERSION: '0.0.0',
      },
      base: { argument: 'BASE_IMAGE_942', image: 'example/base:one' },
      needs: ['heredocs'],
    })
  })

  it('names the base by the whole architecture', () => {
    const { base } = sglangBuild(today, { image: imageOn('gfx942-rocm720') })

    expect(base).toEqual({ argument: 'BASE_IMAGE_942_ROCM720', image: 'example/base:two' })
  })

  it('has the early file told what it clones, and as what', () => {
    const build = sglangBuild(early, choice)

    expect(build).toEqual({
      arguments: { BUILD_TYPE: 'all' },
      base: { argument: 'BASE_IMAGE', image: 'example/base:one' },
      clone: { repository: 'SGL_REPO', branch: 'SGL_BRANCH', name: 'sglang' },
      needs: [],
    })
    const ofFork = sglangBuild(early.replace('org/sglang', 'org/my.engine.git'), choice)
    expect(ofFork.clone?.name).toBe('my.engine')
  })

  it('lets a file that copies its context have the tree', () => {
    const build = sglangBuild('ARG BASE_IMAGE=b\nFROM $BASE_IMAGE\nCOPY . /engine\n', choice)

    expect(build).toEqual({
      arguments: {},
      base: { argument: 'BASE_IMAGE', image: 'b' },
      needs: [],
    })
  })

  it.each([
    ['RUN git clone https://github.com/sgl-project/sglang.git', 'https://github.com/sgl-project/sglang.git'],
    [
      'ARG FROM_REPO=git@example.org:me/sglang\nRUN cd / && git clone -b v1 "${FROM_REPO}" /x',
      'git@example.org:me/sglang',
    ],
    [
      'RUN pip install "git+https://github.com/o/sglang.git@main#subdirectory=python"',
      'git+https://github.com/o/sglang.git@main#subdirectory=python',
    ],
    ['RUN pip3 install -U torch "sglang[all]>=0.4.3" && echo', 'pip install sglang'],
    [
      'ADD https://github.com/sgl-project/sglang/archive/main.tar.gz /x',
      'https://github.com/sgl-project/sglang/archive/main.tar.gz',
    ],
    [
      'RUN <<EOF\ngit clone https://github.com/sgl-project/sglang\nEOF',
      'https://github.com/sgl-project/sglang',
    ],
  ])('sees that %j takes it from somewhere else', (line, foreign) => {
    expect(sglangBuild(`ARG BASE_IMAGE=b\nFROM $BASE_IMAGE\n${line}\n`, choice).foreign).toBe(foreign)
  })

  it.each([
    'RUN git clone https://github.com/ROCm/aiter.git && pip install -e "python[all_hip]"',
    'RUN pip uninstall -y sgl_kernel sglang && pip install sglang-router torch',
    'ADD https://example.org/sglang-config.json /x',
  ])('does not take %j for another source of it', (line) => {
    expect(sglangBuild(`ARG BASE_IMAGE=b\nFROM $BASE_IMAGE\n${line}\n`, choice)).not.toHaveProperty('foreign')
  })

  it('refuses a Dockerfile that has no base for the architecture, and says which it has', () => {
    const build = () => sglangBuild(today, { image: imageOn('gfx1250-rocm1000') })

    expect(build).toThrow(NoBaseError)
    expect(build).toThrow(/no stage gfx1250-rocm1000, as GPU_ARCH names it.*gfx942, gfx942-rocm720/)
  })
})
