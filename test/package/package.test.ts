import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'

const packedSchema = z.tuple([
  z.looseObject({ filename: z.string(), files: z.array(z.looseObject({ path: z.string() })) }),
])

let project: string
let installed: string
let files: string[]

/**
 * Packs what was built, and installs the tarball into a project of its own, with this checkout's
 * dependencies.
 */
beforeAll(async () => {
  project = await mkdtemp(path.join(tmpdir(), 'prbench-package-'))
  const { stdout } = await execa('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', project])
  const [packed] = packedSchema.parse(JSON.parse(stdout))
  files = packed.files.map((file) => file.path)
  installed = path.join(project, 'node_modules', 'prbench')
  await linkDependencies(path.join(project, 'node_modules'))
  await mkdir(installed)
  await execa('tar', ['-xzf', path.join(project, packed.filename), '-C', installed, '--strip-components=1'])
})

afterAll(async () => {
  await rm(project, { recursive: true })
})

describe('the package', () => {
  it('holds what runs', () => {
    expect(files).toEqual(
      expect.arrayContaining([
        'CHANGELOG.md',
        'README.md',
        'compare_pr_performance.sh',
        'demo/engine/gitignore',
        'demo/make-repository.sh',
        'deploy/temporal/schema.sh',
        'dist/client/main.js',
        'dist/index.d.ts',
        'dist/index.js',
        'dist/workflows/bundled-workflows.js',
        'docker-compose.temporal.yml',
        'docs/results.schema.json',
        'docs/verdict.schema.json',
        'package.json',
        'recipes/grok.yaml',
        'scripts/setup/docker.sh',
        'templates/report.md',
      ]),
    )
  })

  it('holds no tests, sources, maps or caches', () => {
    const unwanted = files.filter((file) =>
      /^(src|test|bench|node_modules|\.ci)\/|\.(test|fixture)\.|(?<!\.d)\.ts$|\.map$|\.pyc$|tsbuildinfo$/.test(
        file,
      ),
    )

    expect(unwanted).toEqual([])
  })

  it('gives judge and its types to a project that installs it', async () => {
    await writeFile(path.join(project, 'package.json'), '{ "type": "module" }')
    await writeFile(
      path.join(project, 'gate.ts'),
      `import { judge, type GivenSample, type Verdict } from 'prbench'
const sample: GivenSample = { case: 'a', metric: 'latency', better: 'lower', pair: 1, arm: 'main', value: 10 }
const verdict: Verdict = judge([sample, { ...sample, arm: 'pr', value: 20 }]).verdict
// @ts-expect-error: its types are not any
const unknown: Verdict = 'faster'
console.log(verdict, unknown)
`,
    )

    await execa(
      process.execPath,
      [
        path.resolve('node_modules/typescript/bin/tsc'),
        ...[
          '--strict',
          '--module',
          'nodenext',
          '--target',
          'es2023',
          '--types',
          'node',
          '--skipLibCheck',
          'gate.ts',
        ],
      ],
      { cwd: project },
    )
    const { stdout } = await execa(process.execPath, ['gate.js'], { cwd: project })

    expect(stdout).toBe('regression faster')
  })

  it('runs its command, which knows its version', async () => {
    const { version } = z
      .looseObject({ version: z.string() })
      .parse(JSON.parse(await readFile('package.json', 'utf8')))

    const { stdout } = await execa(process.execPath, [
      path.join(installed, 'dist/client/main.js'),
      '--version',
    ])

    expect(stdout).toBe(version)
  })

  it('makes the demo’s repository', async () => {
    const repository = path.join(project, 'repository')

    await execa('bash', [path.join(installed, 'demo', 'make-repository.sh'), repository])

    const { stdout } = await execa('git', ['-C', repository, 'ls-tree', '--name-only', 'main'])
    expect(stdout.split('\n')).toContain('.gitignore')
  })
})

describe('CHANGELOG.md', () => {
  it('names the version of the package', async () => {
    const { version } = z
      .looseObject({ version: z.string() })
      .parse(JSON.parse(await readFile('package.json', 'utf8')))

    const changes = await readFile('CHANGELOG.md', 'utf8')

    expect(changes).toContain('## [Unreleased]')
    expect(changes).toContain(`## [${version}]`)
  })
})

/** Makes a node_modules folder that has this checkout's packages: nothing is asked of a registry. */
async function linkDependencies(folder: string): Promise<void> {
  await mkdir(folder)
  const names = (await readdir('node_modules')).filter((name) => !name.startsWith('.') && name !== 'prbench')
  await Promise.all(names.map((name) => symlink(path.resolve('node_modules', name), path.join(folder, name))))
}
