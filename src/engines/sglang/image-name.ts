/**
 * What a base image is taken for whose name does not tell its ROCm version: the historical tool's was 6.3.0.
 */
const defaultRocm = 'rocm630'

/**
 * The ROCm version of a base image by its name, as SGLang's tags write it: `rocm630` for
 * `...:v0.4.7-rocm630`, `rocm720` for `rocm/pytorch:rocm7.2_ubuntu22.04`, `rocm700` for
 * `...:rocm7-vllm-20250904`, and `rocm630` where the name has none.
 */
export function rocmVersion(baseImage: string): string {
  const found = /rocm(\d{1,5}(?:\.\d{1,2}){0,2})/.exec(baseImage)?.[1]
  if (found === undefined) return defaultRocm
  if (!found.includes('.')) return `rocm${found.length > 2 ? found : wholeVersion(found)}`
  const [major = '0', minor = '0', patch = '0'] = found.split('.')
  return `rocm${major}${minor}${patch}`
}

/** `7` is 7.0.0, `63` is 6.3.0, `10` is 10.0.0: there is no ROCm 1.0 with SGLang. */
function wholeVersion(digits: string): string {
  return digits.length === 1 || digits.startsWith('1') ? `${digits}00` : `${digits}0`
}
