import { readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'

/** GitHub's own description of the operations that prbench uses. */
const description = JSON.parse(
  readFileSync(new URL('../fixtures/github-openapi.json', import.meta.url), 'utf8'),
  (_key, value: unknown) => withNull(value),
) as Description

/** In OpenAPI 3.0 what is nullable may be null though its list of values lacks it. */
function withNull(value: unknown): unknown {
  const { nullable, enum: values } = (value ?? {}) as Schema
  return nullable === true && values !== undefined ? { ...(value as Schema), enum: [...values, null] } : value
}

type Json = Readonly<Record<string, unknown>>

interface Schema extends Json {
  readonly $ref?: string
  readonly type?: string
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly nullable?: boolean
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly allOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
}

interface Parameter extends Json {
  readonly $ref?: string
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly schema: Schema
}

interface Content {
  readonly $ref?: string
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>
}

interface Operation {
  readonly operationId: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: Content
  readonly responses: Readonly<Record<string, Content>>
}

interface Description extends Json {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true, logger: false })
addFormats.default(ajv)
ajv.addSchema(description, 'github')

/** A request, as the description names its operation. */
export interface Described {
  readonly operation: Operation
  readonly path: Readonly<Record<string, string>>
}

/** The operation that a request is; undefined where GitHub has none of that kind that prbench uses. */
export function describedRequest(method: string, pathname: string): Described | undefined {
  for (const [template, methods] of Object.entries(description.paths)) {
    const operation = methods[method.toLowerCase()]
    const names = [...template.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name)
    const found = new RegExp(`^${template.replace(/\{[^}]+\}/g, '([^/]+)')}$`).exec(pathname)
    if (operation === undefined || found === null) continue
    const values = found.slice(1).map(decodeURIComponent)
    return { operation, path: Object.fromEntries(names.map((name, index) => [name, values[index] ?? ''])) }
  }
  return undefined
}

/** What is wrong with a request, against GitHub's description; empty where nothing is. */
export function requestProblems(
  { operation, path }: Described,
  query: URLSearchParams,
  body: unknown,
): string[] {
  const parameters = (operation.parameters ?? []).map((each) => resolved<Parameter>(each))
  const ofPath = parameters
    .filter((each) => each.in === 'path')
    .flatMap(({ name, schema }) => problemsOf(schema, converted(path[name] ?? '', schema), `path.${name}`))
  const ofQuery = [...query].flatMap(([name, text]) => {
    const known = parameters.find((each) => each.in === 'query' && each.name === name)
    return known === undefined
      ? [`query.${name} is not known`]
      : problemsOf(known.schema, converted(text, known.schema), `query.${name}`)
  })
  const schema = schemaOf(operation.requestBody)
  const ofBody = schema === undefined || body === undefined ? [] : problemsOf(schema, body, 'body')
  return [...ofPath, ...ofQuery, ...ofBody]
}

/** What is wrong with an answer of that status. */
export function answerProblems({ operation }: Described, status: number, body: unknown): string[] {
  const answer = operation.responses[`${status}`]
  if (answer === undefined) return [`${operation.operationId} never answers ${status}`]
  const schema = schemaOf(resolved(answer))
  return schema === undefined ? [] : problemsOf(schema, body, 'answer')
}

/** The smallest answer of that status which the description allows, changed by what a test knows. */
export function sampleAnswer({ operation }: Described, status: number): unknown {
  const schema = schemaOf(resolved(operation.responses[`${status}`] ?? {}))
  return schema === undefined ? undefined : sample(schema)
}

function schemaOf(content: Content | undefined): Schema | undefined {
  return content?.content?.['application/json']?.schema
}

const validators = new WeakMap<object, ValidateFunction>()

function problemsOf(schema: Schema, value: unknown, where: string): string[] {
  let validate = validators.get(schema)
  if (validate === undefined) {
    validate = ajv.compile(rooted(schema))
    validators.set(schema, validate)
  }
  if (validate(value)) return []
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `${where}${instancePath} ${message ?? ''}`,
  )
}

/** References as those into the whole description. */
function rooted(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"github#/')) as Schema
}

function resolved<T extends { readonly $ref?: string }>(value: T): T {
  if (value.$ref === undefined) return value
  const found = value.$ref
    .slice(2)
    .split('/')
    .reduce<unknown>((at, name) => (at as Json)[name], description)
  return resolved(found as T)
}

function converted(text: string, schema: Schema): unknown {
  const { type } = resolved(schema)
  return type === 'integer' || type === 'number' ? Number(text) : text
}

function sample(given: Schema): unknown {
  const schema = resolved(given)
  if (schema.nullable === true) return null
  const [alternative] = schema.anyOf ?? schema.oneOf ?? []
  if (alternative !== undefined && schema.properties === undefined) return sample(alternative)
  if (schema.allOf !== undefined) return Object.assign({}, ...schema.allOf.map(sample)) as unknown
  if (schema.enum !== undefined) return schema.enum[0]
  switch (schema.type) {
    case 'array':
      return []
    case 'boolean':
      return false
    case 'integer':
    case 'number':
      return 1
    case 'string':
      return sampleText(schema.format)
    default:
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [name, sample(schema.properties?.[name] ?? {})]),
      )
  }
}

function sampleText(format: string | undefined): string {
  if (format === 'date-time') return '2026-11-30T10:00:00Z'
  if (format === 'email') return 'a@example.com'
  return format === 'uri' ? 'https://example.com/x' : 'x'
}
