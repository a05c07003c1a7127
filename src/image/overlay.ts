import type { Readable } from 'node:stream'
import { archiveTree, changedPaths } from '../git/tree.js'
import type { Image } from '../docker/images.js'
import type { ArmBuild } from './build-arm-image.js'
import { mirrorWith } from './commit-mirror.js'
import { withFiles } from './context-files.js'
import { engineOfPlan } from './engine-of-plan.js'
import { overlayChanges } from './overlay-changes.js'

/** The build of one layer: its context, with its own Dockerfile in it. */
export interface Overlay {
  readonly dockerfile: string
  readonly openContext: () => Readable
  /** What is changed, for the label: an image of other rules is another one. */
  readonly paths: readonly string[]
}

const dockerfile = '.prbench/Dockerfile'
const changesFile = '.prbench/changes.json'

/**
 * Brings the package that Python finds under a name to a commit's state: files that are in the layer are
 * written, others that are listed are removed, and what was compiled of them before goes, or is compiled again.
 */
const script = `
import importlib.util, json, pathlib, py_compile, shutil, sys
name, tree, listed = sys.argv[1:]
package = pathlib.Path(list(importlib.util.find_spec(name).submodule_search_locations)[0])
for path in json.loads(pathlib.Path(listed).read_text()):
    source, target = pathlib.Path(tree, path), package / path
    compiled = list((target.parent / "__pycache__").glob(target.stem + ".*.pyc"))
    for each in compiled:
        each.unlink()
    if not source.exists():
        target.unlink(missing_ok=True)
        # An empty folder could be imported.
        for folder in (target.parent / "__pycache__", *target.parents):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
        continue
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(source, target)
    if compiled:
        py_compile.compile(str(target))
`.trim()

/**
 * What makes an image of the pull request of main's: one layer with the files in which they differ.
 *
 * @param main the image that it goes on, `tag` its name
 */
export async function openOverlay(build: ArmBuild, tag: string, main: Image): Promise<Overlay> {
  const { plan } = build
  const { engine, image } = engineOfPlan(plan)
  const { base, head } = plan.source
  const { name, folder } = engine.image.package
  const mirror = await mirrorWith([base.sha, head.sha], { ...build, repository: plan.request.repository })
  const changes = await changedPaths(mirror, base.sha, head.sha)
  const { written, removed } = overlayChanges(changes, image.overlay ?? engine.image.overlay, folder)
  const paths = [...written, ...removed]
  const files = {
    [dockerfile]: dockerfileOf(tag, main.user, [name, folder]),
    [changesFile]: JSON.stringify(paths.map((path) => path.slice(folder.length + 1))),
  }
  // Without a path an archive holds the whole tree.
  const archived = written.length > 0 ? written : [folder]
  return {
    dockerfile,
    openContext: () => withFiles(files, archiveTree(mirror, head.sha, archived)),
    paths,
  }
}

function dockerfileOf(tag: string, user: string, [name, folder]: readonly [string, string]): string {
  const context = '/prbench-overlay'
  const command = ['python3', '-c', script, name, `${context}/${folder}`, `${context}/${changesFile}`]
  return [
    `FROM ${tag}`,
    ...(user === '' ? [] : ['USER root']),
    `RUN --mount=type=bind,target=${context} ${JSON.stringify(command)}`,
    ...(user === '' ? [] : [`USER ${user}`]),
    '',
  ].join('\n')
}
