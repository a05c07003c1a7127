// What is an engine's own is named in its folder alone. Prints each line of src that names it elsewhere, and ends with 1.
import { readdirSync, readFileSync } from 'node:fs'

const engines = {
  sglang: /sglang|\bsgl_|aiter|one_batch|bench_serving|launch_server|flush_cache|sharegpt|random-ids/i,
  vllm: /vllm/i,
}
const metrics = /\b(ttft|itl|tpot|e2e|prefill|decode)_(latency|throughput|median|p9\d)/

/** Files that may name engines and metrics, and why. */
const allowed = [
  [/^src\/engines\/registry\.ts$/, 'the one line of each engine'],
  [
    /^src\/engines\/(online-metrics|load-case|load-result)\.ts$/,
    'the metrics that all engines have of served loads',
  ],
  [/^src\/engines\/output\/jit-build\.ts$/, 'a library of AMD that several engines compile kernels with'],
  [/^src\/host\/jit-cache\.ts$/, 'the lock files of that library'],
  [/^src\/historical\//, 'the files of the historical tool, which measured SGLang alone'],
  [
    /^src\/client\/declare-(flags|verdict)\.ts$/,
    'help that names the default repository, and starts without loading an engine',
  ],
  [/^src\/engines\/sglang\/(image-name|attention-backend)\.ts$/, 'old tags of its base images name vLLM'],
  [/\.(test|fixture)\.ts$/, 'tests measure something'],
]

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => `src/${path}`)
  .filter((path) => !allowed.some(([pattern]) => pattern.test(path)))

const found = files.flatMap((path) => {
  const [, , folder] = /^src\/(engines)\/([^/]+)\//.exec(path) ?? []
  const names = Object.entries(engines)
    .filter(([engine]) => engine !== folder)
    .map(([, pattern]) => pattern)
  const patterns = folder === undefined || !(folder in engines) ? [...names, metrics] : names
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, index) =>
      patterns.some((pattern) => pattern.test(line)) ? [`${path}:${index + 1}: ${line.trim()}`] : [],
    )
})

for (const line of found) console.error(line)
if (found.length > 0) {
  console.error(
    `\n${found.length} lines outside an engine's folder name what is its own (.ci/check-engines.mjs lists where they may)`,
  )
  process.exitCode = 1
}
