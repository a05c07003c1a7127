// `api_key='...'` in the printed arguments of Python, `"api_key": "..."` in JSON, `--api-key ...` in a command.
const quoted =
  /((?:["']?\b[\w-]{0,40}(?:api[_-]?key|secret|password|hf[_-]?token|access[_-]?token)["']?)\s{0,4}[=:]\s{0,4})(["'])(?:(?!\2)[^\\]|\\.){1,4000}\2/gi
const bare =
  /(\b[\w-]{0,40}(?:api[_-]?key|secret|password|hf[_-]?token|access[_-]?token)(?:=|\s{1,4}))(?!None\b|null\b|["'*])([^\s"',)\]}]{1,4000})/gi
const bearer = /(\bBearer )[\w.~+/=-]{1,4000}/g

/** Each line from which `redactKeys` takes something holds one of these, in small letters or capital ones. */
export const keyMarkers = [
  ...['apikey', 'api_key', 'api-key', 'secret', 'password', 'hftoken', 'hf_token', 'hf-token'],
  ...['accesstoken', 'access_token', 'access-token', 'bearer '],
] as const

/** A line of SGLang's without the keys that it prints: its server logs its whole arguments, the API key among them. */
export function redactKeys(line: string): string {
  if (!/key|secret|password|token|Bearer/i.test(line)) return line
  return line.replace(quoted, '$1$2***$2').replace(bare, '$1***').replace(bearer, '$1***')
}
