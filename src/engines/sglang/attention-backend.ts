/** How an image's SGLang computes attention on AMD GPUs, and the variable that turns AITER on in it. */
export interface AttentionBackend {
  readonly backend: 'aiter' | 'triton'
  readonly environmentName: 'SGLANG_USE_AITER' | 'SGLANG_AITER_MOE'
}

const firstAiterDate = 20250521
const firstUseAiterDate = 20250606
const firstAiterVersion = [0, 4, 7]

/**
 * The attention backend by an image's name, as SGLang's own images had them: AITER for `rocm/sgl-dev` from
 * 2025-05-21 and for version 0.4.7 on, before that Triton; the variable is `SGLANG_USE_AITER` from 2025-06-06
 * and from version 0.4.7 on. A name with neither date nor version is of today, as what was built here is.
 */
export function attentionBackend(image: string): AttentionBackend {
  const [name = image] = image.split('@', 1)
  const date = dateIn(name)
  const isRecent = versionIsAtLeast(name, firstAiterVersion)
  // Development images are told by their date, releases by their version: a release may be built again later.
  const byDate = date !== undefined && (name.includes('rocm/sgl-dev:') || isRecent === undefined)
  const isAiter = byDate ? date >= firstAiterDate : (isRecent ?? true)
  const hasNewName = byDate ? date >= firstUseAiterDate : (isRecent ?? true)
  return {
    backend: isAiter ? 'aiter' : 'triton',
    environmentName: hasNewName ? 'SGLANG_USE_AITER' : 'SGLANG_AITER_MOE',
  }
}

/** `20250521` anywhere in a name, also in `vllm20250114`; undefined if no eight digits are a date. */
function dateIn(name: string): number | undefined {
  const found = /(?<!\d)20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)/.exec(name)?.[0]
  return found === undefined ? undefined : Number(found)
}

/** Undefined if the name has no version. `v0.4.7rc1` comes before `v0.4.7`, `v0.4.7.post1` after it. */
function versionIsAtLeast(name: string, wanted: readonly number[]): boolean | undefined {
  const found = /[:-]v(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?(rc\d|a\d|b\d)?/.exec(name)
  if (!found) return undefined
  const [, major, minor, patch = '0', preRelease] = found
  const parts = [major, minor, patch].map(Number)
  const difference = parts.map((part, index) => part - (wanted[index] ?? 0)).find((step) => step !== 0)
  return difference === undefined ? preRelease === undefined : difference > 0
}
