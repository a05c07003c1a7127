#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { exitCodes } from './command-error.js'
import { end } from './perform.js'
import { declareProgram } from './program.js'

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // `prbench logs | head`: the reader has read enough.
  if (error.code === 'EPIPE') process.exit()
  console.error(`prbench: cannot write the output (${error.message}). Is the disk full?`)
  process.exit(exitCodes.failed)
})

await end(async () => {
  await declareProgram(versionOfPackage()).parseAsync()
  return undefined
})

function versionOfPackage(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  const parsed: unknown = JSON.parse(text)
  return typeof parsed === 'object' && parsed !== null && 'version' in parsed
    ? String(parsed.version)
    : 'unknown'
}
