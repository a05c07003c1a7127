const named = String.raw`\b[\w-]{0,40}(?:(?:api|access|secret)[_-]?key|secret|password|(?:hf|hub|face|access|auth|api)[_-]?token)`
// Quotation marks inside JSON that stands in a string have backslashes before them.
const mark = String.raw`\\{0,8}["']`
const before = String.raw`(?:(?:${mark})?${named}(?:${mark})?\s{0,4}[=:]|${mark}--${named}${mark},|--${named}\s)\s{0,4}`

// `api_key='...'` in the printed arguments of Python, `"api_key": "..."` in JSON, `'--api-key', '...'` in a
// list of arguments, `--api-key '...'` as a shell wants a key with other signs than letters. A line may be
// cut off inside the key.
const quoted = new RegExp(String.raw`(${before})(["'])(?:(?!\2)[^\\]|\\.){1,4000}(?:\2|\\?$)`, 'gi')
const escaped = new RegExp(String.raw`(${before})(\\{1,8}["'])(?:(?!\2).){1,4000}(?:\2|$)`, 'gi')
// `--api-key ...` in a command, `HF_TOKEN=...`, `X-API-Key: ...`.
const bare = new RegExp(
  String.raw`(${named}(?:=|:\s{0,4}|\s{1,4}))(?!None\b|null\b|["'*]|\\{1,8}["'])([^\s"',)\]}]{1,4000})`,
  'gi',
)
const bearer = /(\bBearer )[\w.~+/=-]{1,4000}/g

/** Each line from which `redactKeys` takes something holds one of these, in small letters or capital ones. */
export const keyMarkers = [
  ...['api', 'access'].flatMap((kind) => ['', '_', '-'].map((joint) => `${kind}${joint}key`)),
  ...['secret', 'password', 'bearer '],
  ...['hf', 'hub', 'face', 'access', 'auth', 'api'].flatMap((kind) =>
    ['', '_', '-'].map((joint) => `${kind}${joint}token`),
  ),
] as const

/** A line without the keys that it prints: servers log their whole arguments, the API key among them. */
export function redactKeys(line: string): string {
  if (!/key|secret|password|token|Bearer/i.test(line)) return line
  return line
    .replace(escaped, '$1$2***$2')
    .replace(quoted, '$1$2***$2')
    .replace(bare, '$1***')
    .replace(bearer, '$1***')
}

/**
 * Variables of an environment without the values of those that hold a key, and without passwords in
 * addresses.
 */
export function redactEnvironment(environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      isSecret(name, value) ? '***' : redactKeys(value).replace(userOfAddress, '$1***@'),
    ]),
  )
}

/** `http://user:password@proxy:3128`. */
const userOfAddress = /(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@]{1,4000}@/gi

/** A number of tokens is a setting that a reader has to see: `MAX_NEW_TOKENS=4096`. */
function isSecret(name: string, value: string): boolean {
  if (/TOKENS(?:_|$)/i.test(name) && /^\d{1,9}$/.test(value)) return false
  return /KEY|TOKEN(?!IZER)|SECRET|PASSWORD|PASSWD|CREDENTIAL/i.test(name)
}
