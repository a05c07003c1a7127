/** A field of the request by the flag that sets it, for messages. */
const flags: Readonly<Record<string, string>> = {
  repository: '--repo',
  pullRequest: '--pr',
  base: '--base',
  head: '--head',
  models: '--models',
  benchmarkTypes: '--benchmark-types',
  mode: '--mode',
  baseImage: '--base-image',
  skipBuild: '--skip-build',
  mainImage: '--main-image',
  prImage: '--pr-image',
  skipGsm8k: '--skip-gsm8k',
  outputFolder: '--output-dir',
  pairs: '--pairs',
  maxPairs: '--max-pairs',
  budgetSeconds: '--budget',
  deadlineSeconds: '--deadline',
  maxLaunches: '--max-launches',
  threshold: '--threshold',
  hosts: '--host',
  recipes: '--recipe',
  historical: '--historical',
  calibrate: 'prbench calibrate',
  seed: '--seed',
}

export function flagOf(field: string): string {
  return flags[field] ?? field
}
