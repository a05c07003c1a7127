const mark = 'prbench-module '

// Looks the package up without importing it, then its parts by folder: importing `sglang` takes half a
// minute, and without a GPU it may fail although the module is there.
const script = `
import importlib.machinery, importlib.util, sys
def exists(name):
    first, *rest = name.split(".")
    spec = importlib.util.find_spec(first)
    for part in rest:
        if spec is None or spec.submodule_search_locations is None:
            return False
        first += "." + part
        spec = importlib.machinery.PathFinder.find_spec(first, spec.submodule_search_locations)
    return spec is not None
for name in sys.argv[1:]:
    if exists(name):
        print("${mark}" + name)
`.trim()

/**
 * The command that prints which of these Python modules an image has. One container an image answers for all
 * programs. Run it in the working directory of the later processes: Python looks there first.
 */
export function moduleProbeCommand(candidates: readonly string[]): string[] {
  return ['python3', '-c', script, ...candidates]
}

/**
 * The first candidate that the probe found, in the order of preference given here; undefined if it found
 * none.
 */
export function firstModule(probeOutput: string, candidates: readonly string[]): string | undefined {
  const found = new Set(probeOutput.split('\n').map((line) => line.trim()))
  return candidates.find((candidate) => found.has(`${mark}${candidate}`))
}
