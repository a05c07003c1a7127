import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recipeSchema } from '../../comparison/recipe.js'
import { NoBaseArgumentError, readDockerfile } from '../dockerfile.js'
import { sglangBuild } from './build-arguments.js'

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

const imageOn = (gpuArchitecture: string) => recipeSchema.shape.image.parse({ base: 'b', gpuArchitecture })
const choice = {
  image: imageOn('gfx942'),
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
  it('builds the tree that it is given, on the base of the architecture, with the same arguments for both arms', () => {
    const main = sglangBuild(today, choice)
    const pr = sglangBuild(today, { ...choice, sha: 'f'.repeat(40) })

    expect(main.arguments).toEqual({
      GPU_ARCH: 'gfx942',
      BASE_IMAGE_942: 'prbench/base:0123456789ab',
      BRANCH_TYPE: 'local',
      BUILD_TYPE: 'all',
      SETUPTOOLS_SCM_PRETEND_VERSION: '0.0.0',
    })
    expect(pr).toEqual(main)
  })

  it('names the base by the whole architecture', () => {
    const given = sglangBuild(today, { ...choice, image: imageOn('gfx942-rocm720') }).arguments

    expect(given).toMatchObject({ GPU_ARCH: 'gfx942-rocm720', BASE_IMAGE_942_ROCM720: choice.baseImageTag })
    expect(given).not.toHaveProperty('BASE_IMAGE_942')
  })

  it('gives the early file what it clones', () => {
    const given = sglangBuild(early, choice)

    expect(given).toEqual({
      arguments: {
        BASE_IMAGE: choice.baseImageTag,
        BUILD_TYPE: 'all',
        SGL_REPO: choice.repositoryUrl,
        SGL_BRANCH: choice.sha,
      },
      clones: true,
    })
  })

  it('lets a file that copies its context have the tree', () => {
    const given = sglangBuild('ARG BASE_IMAGE\nFROM $BASE_IMAGE\nCOPY . /engine\n', choice)

    expect(given).toEqual({ arguments: { BASE_IMAGE: choice.baseImageTag } })
  })

  it('refuses a Dockerfile that has no base for the architecture, and says which it has', () => {
    const build = () => sglangBuild(today, { ...choice, image: imageOn('gfx1250-rocm1000') })

    expect(build).toThrow(NoBaseArgumentError)
    expect(build).toThrow(/BASE_IMAGE_1250_ROCM1000 nor BASE_IMAGE .*BASE_IMAGE_942, BASE_IMAGE_942_ROCM720/)
  })
})
