import type { BuiltImage } from '../comparison/image.js'
import { matchesAny } from '../comparison/overlay-rules.js'
import { filesBelow } from '../git/tree.js'
import type { ArmBuild } from './build-arm-image.js'
import { BuildRefused } from './build-refused.js'
import { mirrorWith } from './commit-mirror.js'
import { engineOfPlan } from './engine-of-plan.js'
import { runProbe } from './run-probe.js'

const mark = 'prbench-package '

/** Prints the name that git has for each Python file of a package, and the file's path. Imports nothing of it. */
const script = `
import hashlib, importlib.util, os, sys
spec = importlib.util.find_spec(sys.argv[1])
for root in list(spec.submodule_search_locations or [])[:1] if spec else []:
    print("${mark}found " + root)
    for folder, _, names in os.walk(root):
        for path in (os.path.join(folder, name) for name in names if name.endswith(".py")):
            if os.path.islink(path):
                continue
            with open(path, "rb") as file:
                content = file.read()
            blob = hashlib.sha1(b"blob %d\\0" % len(content) + content).hexdigest()
            print("${mark}" + blob + " " + os.path.relpath(path, root))
`.trim()

/** How the Python files of a package in an image stand to those of a commit, by their paths. */
export interface PackageDifferences {
  readonly changed: readonly string[]
  readonly missing: readonly string[]
  /** In the image alone. */
  readonly generated: readonly string[]
}

const pathsNamed = 5
const generatedKept = 20

/**
 * Proves that an image holds a commit: all Python files of the engine's package are the commit's, by the names
 * that git has for their content. Those that its build made beside them are told.
 *
 * @throws BuildRefused, where it holds another tree, with the files in which they differ
 */
export async function provePackage(
  build: ArmBuild,
  imageId: string,
  sha: string,
): Promise<NonNullable<BuiltImage['package']>> {
  const { plan, arm } = build
  const { engine, image } = engineOfPlan(plan)
  const { name, folder } = engine.image.package
  const mirror = await mirrorWith([sha], { ...build, repository: plan.request.repository })
  const own = await filesBelow(mirror, sha, folder)
  const expected = new Map([...own].filter(([path]) => path.endsWith('.py')))
  // Such as a repository of tests that holds a package as its wheel.
  if (expected.size === 0) return { files: 0, generated: [] }

  const { output, exitCode } = await runProbe(build, imageId, {
    name: 'package',
    command: ['python3', '-c', script, name],
  })
  if (exitCode !== 0) {
    const last = output.split('\n').at(-1) ?? ''
    throw new BuildRefused(
      `the Python files of ${name} in the image of ${arm} cannot be read: python3 ended with exit code ${exitCode} (${last})`,
    )
  }
  const differences = comparePackage(expected, readPackage(output), image.generated ?? [])
  const files = expected.size
  if (differences.changed.length + differences.missing.length > 0) {
    const commit = `the image of ${arm} does not hold commit ${sha.slice(0, 12)}`
    throw new BuildRefused(`${commit}: of ${files} Python files of ${name}, ${differenceWords(differences)}`)
  }
  const { generated } = differences
  const more = generated.length > generatedKept ? [`and ${generated.length - generatedKept} more`] : []
  return { files, generated: [...generated.slice(0, generatedKept), ...more] }
}

function differenceWords({ changed, missing }: PackageDifferences): string {
  const all = [...changed, ...missing]
  const named = `${all.slice(0, pathsNamed).join(', ')}${all.length > pathsNamed ? ', ...' : ''}`
  return (
    `${changed.length} with other content, ${missing.length} missing (${named}). ` +
    'Its Dockerfile takes them from somewhere else, or its build changes them. ' +
    'Name files that the build writes as image.generated in the recipe, or use --skip-build'
  )
}

/** Path -> blob, as the script printed them. */
export function readPackage(output: string): Map<string, string> {
  const lines = output.matchAll(new RegExp(`^${mark}([0-9a-f]{40}) (.+)$`, 'gm'))
  return new Map([...lines].map(([, blob = '', path = '']) => [path, blob]))
}

/** @param allowed paths that the build may write as it likes, as patterns */
export function comparePackage(
  expected: ReadonlyMap<string, string>,
  found: ReadonlyMap<string, string>,
  allowed: readonly string[],
): PackageDifferences {
  const changed: string[] = []
  const missing: string[] = []
  for (const [path, blob] of expected) {
    const actual = found.get(path)
    if (actual === blob || matchesAny(path, allowed)) continue
    ;(actual === undefined ? missing : changed).push(path)
  }
  return { changed, missing, generated: [...found.keys()].filter((path) => !expected.has(path)).sort() }
}
