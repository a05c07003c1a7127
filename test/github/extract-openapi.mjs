// Writes test/fixtures/github-openapi.json: of GitHub's own OpenAPI description the operations that prbench
// uses, with the schemas that these need and without descriptions and examples. Run it in an empty folder that has
// the package (385 MB): npm install @octokit/openapi@23.0.2 && node .../extract-openapi.mjs > github-openapi.json
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import path from 'node:path'

const operations = [
  'checks/create',
  'checks/list-for-ref',
  'checks/update',
  'issues/create-comment',
  'issues/delete-comment',
  'issues/get-comment',
  'issues/list-comments',
  'issues/update-comment',
  'pulls/get',
  'reactions/create-for-issue-comment',
  'repos/create-commit-status',
  'repos/get-collaborator-permission-level',
  'repos/list-activities',
  'users/get-authenticated',
]

const require = createRequire(path.join(process.cwd(), 'here.js'))
const folder = path.dirname(require.resolve('@octokit/openapi/package.json'))
const whole = JSON.parse(readFileSync(path.join(folder, 'generated/api.github.com.json'), 'utf8'))
const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))

const unread = ['description', 'example', 'examples', 'x-github', 'externalDocs', 'title', 'tags', 'summary']

function lean(value, isNames = false) {
  if (Array.isArray(value)) return value.map((each) => lean(each))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([key]) => isNames || !unread.includes(key))
  return Object.fromEntries(entries.map(([key, each]) => [key, lean(each, key === 'properties' && !isNames)]))
}

const paths = {}
for (const [route, methods] of Object.entries(whole.paths)) {
  for (const [method, operation] of Object.entries(methods)) {
    if (!operations.includes(operation.operationId)) continue
    paths[route] = { ...paths[route], [method]: lean(operation) }
  }
}

const components = {}
const pending = [paths]
while (pending.length > 0) {
  JSON.stringify(pending.pop(), (key, value) => {
    if (key !== '$ref' || typeof value !== 'string') return value
    const [, , kind, name] = value.split('/')
    components[kind] ??= {}
    if (components[kind][name] === undefined) {
      components[kind][name] = lean(whole.components[kind][name])
      pending.push(components[kind][name])
    }
    return value
  })
}

const origin = `@octokit/openapi ${version}, generated/api.github.com.json (github.com/octokit/openapi, MIT)`
process.stdout.write(`${JSON.stringify({ 'x-origin': origin, openapi: whole.openapi, paths, components })}\n`)
