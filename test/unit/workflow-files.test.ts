import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { declareProgram } from '../../src/client/program.js'

const workflowSchema = z.looseObject({
  permissions: z.strictObject({}),
  jobs: z.record(
    z.string(),
    z.looseObject({
      permissions: z.record(z.string(), z.enum(['read', 'write'])),
      steps: z.array(z.looseObject({ uses: z.string().optional(), run: z.string().optional() })),
    }),
  ),
})

const page = await readFile('docs/ci.md', 'utf8')
const files = [...page.matchAll(/```yaml\n# \.github\/workflows\/([a-z-]+\.yml)\n([\s\S]*?)```/g)].map(
  ([, name = '', text = '']) => ({ name, text, workflow: workflowSchema.parse(parse(text)) }),
)

describe('the workflow files of docs/ci.md', () => {
  it('are there for pull requests, comments, labels, nights and releases', () => {
    expect(files.map(({ name }) => name)).toEqual([
      'performance.yml',
      'prbench-comment.yml',
      'prbench-label.yml',
      'prbench-nightly.yml',
      'prbench-release.yml',
    ])
  })

  it.each(files)('$name puts no expression into a shell, and pins actions by SHA', ({ workflow }) => {
    const steps = Object.values(workflow.jobs).flatMap((job) => job.steps)

    for (const { run = '', uses } of steps) {
      expect(run).not.toContain('${{')
      if (uses !== undefined) expect(uses).toMatch(/@[0-9a-f]{40}$/)
    }
  })

  it.each(files)('$name gives flags that prbench has', ({ text }) => {
    const github = declareProgram('1.2.3').commands.find((command) => command.name() === 'github')
    const commands = [...declareProgram('1.2.3').commands, ...(github?.commands ?? [])]

    for (const [, name = '', rest = ''] of text.matchAll(
      /prbench (compare|github event) ((?:[^\n]|\\\n)*)/g,
    )) {
      const command = commands.find((each) => each.name() === name.split(' ').at(-1))
      const known = command?.options.map(({ long }) => long)
      expect(known).toEqual(expect.arrayContaining(rest.match(/(?<= |^)--[a-z-]+/g) ?? []))
    }
  })
})

const actionSchema = z.looseObject({
  runs: z.looseObject({ steps: z.tuple([z.looseObject({ run: z.string() })]) }),
})

describe('action.yml', () => {
  it('gives each line to prbench as one argument, whatever it holds', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'prbench-action-'))
    await writeFile(join(folder, 'prbench'), '#!/bin/sh\nprintf "%s\\n" "$@"\n', { mode: 0o755 })
    const { runs } = actionSchema.parse(parse(await readFile('action.yml', 'utf8')))
    const lines = ['--models=grok', '', '--publish-as=two words', '$(id)', '`id`;"', '*']

    const { stdout } = await execa('bash', ['-eo', 'pipefail', '-c', runs.steps[0].run], {
      cwd: folder,
      env: {
        PATH: `${folder}:${process.env.PATH ?? ''}`,
        PRBENCH_COMMAND: 'github event',
        PRBENCH_ARGUMENTS: lines.join('\n'),
      },
    })

    await rm(folder, { recursive: true })
    expect(stdout.split('\n')).toEqual(['github', 'event', ...lines.filter((line) => line !== '')])
  })
})
