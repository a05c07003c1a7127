import { createHash } from 'node:crypto'
import type { Recipe } from '../comparison/recipe.js'
import type { Mount } from '../docker/mounts.js'

/** Label of the volumes that keep compiled kernels; its value is the id of the image that compiled them. */
export const jitCacheLabel = 'prbench.jit-cache'

/**
 * Where an image keeps the kernels that it compiles at run time: a named volume for each folder of the
 * recipe. Named volumes, because containers may not write to folders of the host, and because the Engine
 * fills a new one with what the image has at that place, such as modules that were compiled when it was
 * built. Each image has its own: a pull request cannot leave kernels for main. They carry no comparison's
 * label, so that they outlive it; they go when their image is gone.
 */
export function jitMounts({ jit }: Recipe, imageId: string): (Mount & { kind: 'volume' })[] {
  return (jit?.folders ?? []).map((target) => ({
    kind: 'volume',
    name: jitVolume(imageId, target),
    target,
    labels: { [jitCacheLabel]: imageId },
  }))
}

function jitVolume(imageId: string, folder: string): string {
  const digest = createHash('sha256').update(folder).digest('hex').slice(0, 8)
  return `prbench-jit-${imageId.replace('sha256:', '').slice(0, 16)}-${digest}`
}

// AITER's locks are files `lock` and `lock_<module>`; who finds one waits until it goes, for ever if need be.
const script = `
while [ "$1" != -- ]; do
  [ ! -d "$1" ] || find "$1" -type f '(' -name lock -o -name 'lock_*' ')' -exec rm -f '{}' + || true
  shift
done
shift
exec "$@"
`.trim()

/**
 * The command, after locks of compilations are removed that nobody holds any more: a killed container leaves
 * its own, and images have been shipped with some. Nobody else compiles at that time, as a host runs one
 * launch at a time.
 */
export function withoutStaleLocks(command: readonly string[], { jit }: Recipe): string[] {
  if (jit === undefined) return [...command]
  return ['sh', '-c', script, 'prbench', ...jit.folders, '--', ...command]
}
