import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { requestSchema, type ComparisonRequestInput } from '../comparison/request.js'
import type { Plan } from '../comparison/plan.js'
import { defaultEngine } from '../engines/registry.js'
import { resolveSource } from '../forges/source.js'
import { scratchRepository, type ScratchRepository } from '../git/scratch-repository.fixture.js'
import { planComparison } from '../planning/plan-comparison.js'
import { mirrorWith } from './commit-mirror.js'
import { repositoryKeyOf } from './image-labels.js'
import { readSourceTrees } from './source-trees.js'

/** A repository of a small engine: a program, and a build that makes one of its modules. */
export interface EngineRepository extends ScratchRepository {
  /** Where mirrors are made, and state is kept. */
  readonly state: string
  /** In the labels of its images. */
  readonly key: string
  /** Changes main, as a pull request with that number: files, and whatever else the work does to the tree. */
  propose(number: number, files: Record<string, string>, work?: () => Promise<unknown>): Promise<void>
  plan(number: number, request: Partial<ComparisonRequestInput>, images?: readonly object[]): Promise<Plan>
}

/** What the kernels of an engine are to its build. */
const setup = `
import pathlib
package = pathlib.Path(__file__).parent.parent / "python" / "sglang"
(package / "_kernels.py").write_text("scale = 10\\n")
`

/** @param dockerfile the name of one in test/fixtures/dockerfiles, or its text */
export async function engineRepository(dockerfile: string): Promise<EngineRepository> {
  const scratch = await scratchRepository()
  const state = join(scratch.folder, 'state')
  const folder = new URL('../../test/fixtures/dockerfiles/', import.meta.url)
  const text = dockerfile.includes('\n') ? dockerfile : await readFile(new URL(dockerfile, folder), 'utf8')
  await scratch.commit('Engine', {
    'docker/Dockerfile.rocm': text,
    'sgl-kernel/setup_rocm.py': setup,
    'python/sglang/__init__.py': '',
    'python/sglang/__main__.py': 'from sglang import _kernels, speed\nprint(_kernels.scale * speed.value)\n',
    'python/sglang/speed.py': 'value = 1\n',
    'python/sglang/old/__init__.py': '',
    'docs/index.md': 'text\n',
  })
  const key = repositoryKeyOf({ request: { repository: scratch.path } })
  return {
    ...scratch,
    state,
    key,
    propose: async (number, files, work = () => Promise.resolve()) => {
      const base = await scratch.git('rev-parse', 'main')
      await scratch.branch(`pull-${number}`, base)
      await work()
      const head = await scratch.commit(`Pull request ${number}`, files)
      await scratch.git('checkout', '--quiet', 'main')
      // Main moves on meanwhile, so that the merge commit is on no branch.
      await scratch.commit('Meanwhile', { [`docs/${number}.md`]: '' })
      await scratch.setHead(number, head)
      await scratch.setMerge(number)
      await scratch.git('branch', '--quiet', '-D', `pull-${number}`)
    },
    plan: async (pullRequest, request, images = [{}]) => {
      const mirror = await mirrorWith([], { repository: scratch.path, mirrors: join(state, 'mirrors') })
      const source = await resolveSource({ mirror, pullRequest })
      const recipes = images.map((image, index) => recipeOn(`engine${index || ''}`, image))
      const models = recipes.map(({ name }) => name)
      return planComparison(
        requestSchema.parse({ repository: scratch.path, pullRequest, models, recipes, ...request }),
        source,
        {
          comparison: `compare/${key}/${pullRequest}`,
          run: 'run',
          shippedRecipes: [],
          hosts: ['test-host'],
          outputFolder: join(state, 'out'),
          now: new Date(0),
          readTrees: (places) => readSourceTrees(mirror, source, places),
        },
      )
    },
  }
}

function recipeOn(name: string, image: object) {
  return defaultEngine.recipe.parse({
    name,
    title: name,
    historical: { model: 'M', variant: 'V' },
    image,
    weights: { model: '/model' },
    tensorParallel: 1,
    offline: {
      cases: [{ batchSize: 1, inputLength: 8, outputLength: 8 }],
      expected: { loadSeconds: 1, caseSeconds: 1 },
    },
  })
}
