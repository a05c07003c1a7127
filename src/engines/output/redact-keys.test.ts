import { expect, it } from 'vitest'
import { redactEnvironment } from './redact-keys.js'

it.each([
  ['HF_TOKEN', 'canary', '***'],
  ['hf_token', 'canary', '***'],
  ['REGISTRY_PASSWD', 'canary', '***'],
  ['GIT_CREDENTIALS', 'canary', '***'],
  ['API_TOKENS', 'canary', '***'],
  ['HTTPS_PROXY', 'http://user:canary@proxy:3128', 'http://***@proxy:3128'],
  ['SGLANG_CLIP_MAX_NEW_TOKENS_ESTIMATION', '4096', '4096'],
  ['TOKENIZERS_PARALLELISM', 'false', 'false'],
  ['HF_ENDPOINT', 'http://mirror:80/a@b', 'http://mirror:80/a@b'],
])('of a variable %s=%s it shows %s', (name, value, shown) => {
  expect(redactEnvironment({ [name]: value })).toEqual({ [name]: shown })
})
