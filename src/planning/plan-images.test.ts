import { afterEach, describe, expect, it } from 'vitest'
import { engineRepository, type EngineRepository } from '../image/engine-repository.fixture.js'
import { RequestRefused } from './request-refused.js'

let repository: EngineRepository | undefined

afterEach(async () => {
  await repository?.remove()
  repository = undefined
})

async function repositoryWith(dockerfile: string): Promise<EngineRepository> {
  repository = await engineRepository(dockerfile)
  return repository
}

const copying = (base: string, ...more: string[]) =>
  [`ARG BASE_IMAGE=${base}`, ...more, 'FROM $BASE_IMAGE', 'COPY . /engine', ''].join('\n')
const faster = { 'python/sglang/speed.py': 'value = 2\n' }

describe('the base image', { timeout: 60_000 }, () => {
  it("is what main's Dockerfile names for the architecture, where neither the recipe nor a person insists", async () => {
    const own = await repositoryWith('late-2025.Dockerfile')
    await own.propose(7, faster)

    const followed = await own.plan(7, {}, [{ gpuArchitecture: 'gfx950' }])
    const insisted = await own.plan(7, {}, [{ gpuArchitecture: 'gfx950', base: 'own:rocm640' }])
    const asked = await own.plan(7, { baseImage: 'main' }, [
      { gpuArchitecture: 'gfx950', base: 'own:rocm640' },
    ])

    expect(followed.images).toMatchObject({
      main: { baseImage: 'rocm/sgl-dev:rocm7-vllm-20250904' },
      baseFrom: 'main',
    })
    expect(followed.images.main.tag).toMatch(/^main-.{7}-rocm700$/)
    expect(insisted.images).toMatchObject({ pr: { baseImage: 'own:rocm640' }, baseFrom: 'recipe' })
    expect(asked.images).toMatchObject({
      pr: { baseImage: 'rocm/sgl-dev:rocm7-vllm-20250904' },
      baseFrom: 'main',
    })
  })

  it('is the same for both arms where their Dockerfiles name others, and a person can choose', async () => {
    const own = await repositoryWith(copying('old:rocm630', 'ARG AITER=1'))
    await own.propose(7, { 'docker/Dockerfile.rocm': copying('new:rocm700', 'ARG AITER=2', 'ARG MORI') })

    const main = await own.plan(7, {})
    const pr = await own.plan(7, { baseImage: 'pr' })
    const third = await own.plan(7, { baseImage: 'third:rocm720' })

    const bases = [main, pr, third].map(({ images }) => [
      images.main.baseImage,
      images.pr.baseImage,
      images.baseFrom,
    ])
    expect(bases).toEqual([
      ['old:rocm630', 'old:rocm630', 'main'],
      ['new:rocm700', 'new:rocm700', 'pr'],
      ['third:rocm720', 'third:rocm720', 'request'],
    ])
    expect(main.images.differences).toEqual([
      { argument: 'BASE_IMAGE', main: 'old:rocm630', pr: 'new:rocm700' },
      { argument: 'AITER', main: '1', pr: '2' },
    ])
  })

  it('is refused where a Dockerfile writes out another one, or names none', async () => {
    const own = await repositoryWith(copying('old:rocm630'))
    await own.propose(7, { 'docker/Dockerfile.rocm': 'FROM own:1\nCOPY . /engine\n' })
    await own.propose(8, { 'docker/Dockerfile.rocm': 'ARG BASE_IMAGE\nFROM $BASE_IMAGE\nCOPY . /engine\n' })

    await expect(own.plan(7, {})).rejects.toThrow(/of pr builds on own:1 and lets nobody choose another base/)
    await expect(own.plan(8, { baseImage: 'pr' })).rejects.toThrow(/names no base image.*--base-image IMAGE/)
    await expect(own.plan(8, {})).resolves.toMatchObject({ images: { pr: { baseImage: 'old:rocm630' } } })
  })

  it('is the right one for each of two architectures', async () => {
    const own = await repositoryWith('late-2025.Dockerfile')
    await own.propose(7, faster)

    const plan = await own.plan(7, {}, [{ gpuArchitecture: 'gfx942' }, { gpuArchitecture: 'gfx950' }])

    expect(plan.images.main.baseImage).toBe('rocm/sgl-dev:vllm20250114')
    expect(plan.otherImages?.gfx950?.pr.baseImage).toBe('rocm/sgl-dev:rocm7-vllm-20250904')
    expect(plan.otherImages?.gfx950?.pr.tag).toMatch(/^pull-7-merge-.{7}-rocm700-gfx950$/)
  })
})

describe('a Dockerfile that shows that it takes another tree', { timeout: 60_000 }, () => {
  it('is refused before anything is built, whichever commit has it', async () => {
    const own = await repositoryWith(copying('b:1'))
    const clone = 'RUN git clone https://github.com/sgl-project/sglang.git'
    await own.propose(7, { 'docker/Dockerfile.rocm': `${copying('b:1')}${clone}\n` })

    const planning = own.plan(7, {})

    await expect(planning).rejects.toThrow(RequestRefused)
    await expect(planning).rejects.toThrow(
      /Dockerfile\.rocm of commit \w{12} \(pr\) takes SGLang from somewhere else \(https:\/\/github\.com\/sgl-project\/sglang\.git\)/,
    )
  })

  it('is refused where there is none at all', async () => {
    const own = await repositoryWith(copying('b:1'))
    await own.propose(7, {}, () => own.git('rm', '--quiet', 'docker/Dockerfile.rocm'))

    await expect(own.plan(7, {})).rejects.toThrow(
      /\(pr\) has neither docker\/rocm\.Dockerfile nor docker\/Dockerfile\.rocm/,
    )
  })
})

describe('the way to build', { timeout: 60_000 }, () => {
  it('is a layer where only Python files of the package change, by rules that a recipe can change', async () => {
    const own = await repositoryWith(copying('b:1'))
    await own.propose(7, { ...faster, 'README.md': 'text\n', 'python/sglang/tuned.json': '{}\n' })
    const overlay = { layer: ['python/sglang/**.py', 'python/sglang/**.json'], ignored: ['*.md'] }

    const plain = await own.plan(7, {})
    const asRecipeSays = await own.plan(7, {}, [{ overlay }])
    const full = await own.plan(7, { build: 'full' }, [{ overlay }])

    expect(plain.images.pr.way).toEqual({
      kind: 'full',
      because: 'other-files',
      files: 1,
      paths: ['python/sglang/tuned.json'],
    })
    expect(asRecipeSays.images.pr.way).toEqual({ kind: 'overlay', written: 2, removed: 0 })
    expect(full.images.pr.way).toMatchObject({ kind: 'full', because: 'asked' })
    await expect(own.plan(7, { build: 'overlay' })).rejects.toThrow(/tuned\.json.*--build full/)
  })

  it.each([
    'python/pyproject.toml',
    'python/sglang/version.py',
    'sgl-kernel/kernel.py',
    'benchmark/gsm8k/bench.py',
  ])('is the whole build where %s changes', async (path) => {
    const own = await repositoryWith(copying('b:1'))
    await own.propose(7, { ...faster, [path]: 'changed\n' })

    const { images } = await own.plan(7, {})

    expect(images.pr.way).toMatchObject({ kind: 'full', because: 'other-files', paths: [path] })
  })
})
