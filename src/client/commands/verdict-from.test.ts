import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { verdict, type VerdictFlags } from './verdict.js'
import { useVerdictCommand } from './verdict-command.fixture.js'

const command = useVerdictCommand()

/** Runs the command on files of those texts, by version. Gives the exit code. */
async function run(
  texts: { readonly base: readonly string[]; readonly head: readonly string[] },
  flags: Partial<VerdictFlags>,
): Promise<number> {
  const written = async (arm: 'base' | 'head') =>
    Promise.all(
      texts[arm].map(async (text, index) => {
        const file = join(command.folder, `${arm}-${index + 1}`)
        await writeFile(file, text)
        return file
      }),
    )
  const files = { base: await written('base'), head: await written('head') }
  return verdict(undefined, { failOn: 'incomplete', ...files, ...flags })
}

const hyperfine = (times: readonly number[]) =>
  times.map((time) => JSON.stringify({ results: [{ command: './it', median: time }] }))
const timedTests = (times: readonly number[], hours: readonly number[]) =>
  times.map((time, index) =>
    JSON.stringify({
      datetime: `2026-11-30T${String(hours[index]).padStart(2, '0')}:00:00+00:00`,
      benchmarks: [{ fullname: 'a.py::test', stats: { median: time } }],
    }),
  )

describe('prbench verdict --from', () => {
  it('gives figures and no verdict where nothing says that launches are paired', async () => {
    const code = await run(
      { base: hyperfine([1, 1.1, 1.2]), head: hyperfine([2.1, 2.2, 2.3]) },
      { from: 'hyperfine' },
    )

    expect(code).toBe(4)
    expect(command.printed).toMatch(
      /^no verdict\n {2}Each file counts as one launch; .* their median \(3 files of base, 3 of head\)\.\n/,
    )
    expect(command.printed).toContain(
      'Nothing says that the launches were measured in pairs, so there is no verdict.',
    )
    expect(command.printed).toMatch(
      /command +time +1\.100 \(1\.000 to 1\.200, 3 launches\) +2\.200 .* -50\.0 %\n/,
    )
    expect(command.printed).not.toContain('regression')
  })

  it('gives a verdict where somebody vouches for the pairs, and says so', async () => {
    const code = await run(
      {
        base: hyperfine([1, 1.01, 1.02, 1.01]),
        head: hyperfine([2.01, 2.02, 2.03, 2.01]),
      },
      { from: 'hyperfine', assumePaired: true, failOn: 'regression' },
    )

    expect(code).toBe(3)
    expect(command.printed).toMatch(/^regression/)
    expect(command.printed).toContain('Launches are assumed to be paired')
  })

  it('pairs by time what was measured in turns', async () => {
    await run(
      {
        base: timedTests([1, 1.01, 1.02, 1.01], [1, 4, 5, 8]),
        head: timedTests([1.01, 1.01, 1.02, 1.02], [2, 3, 6, 7]),
      },
      { from: 'pytest-benchmark', json: true },
    )

    expect(JSON.parse(command.printed)).toMatchObject({
      verdict: 'no-change',
      findings: [
        { text: expect.stringMatching('one launch') as string },
        { text: expect.stringMatching('by their times') as string },
      ],
    })
  })

  it.each([
    [{ from: 'criterion' }, '--from takes benchstat, hyperfine, pytest-benchmark, vllm; got "criterion"'],
    [{ from: 'hyperfine', head: [] as string[] }, 'no such file: '],
    [{ assumePaired: true }, '--base, --head and --assume-paired go with --from'],
  ])('refuses %j', async (flags, message) => {
    const running = run({ base: hyperfine([1]), head: hyperfine([1]) }, { base: ['/nowhere/x'], ...flags })

    await expect(running).rejects.toThrow(message)
  })

  it('refuses one file for two launches', async () => {
    const file = join(command.folder, 'one')
    await writeFile(file, hyperfine([1])[0] ?? '')

    const running = verdict(undefined, { failOn: 'never', from: 'hyperfine', base: [file], head: [file] })

    await expect(running).rejects.toThrow(`${file} is named twice: each file is one launch`)
  })

  it('shows what stands in files as text', async () => {
    const hostile = '\u001b[31mred\u202e'
    const file = JSON.stringify({
      results: [
        { command: hostile, median: 1 },
        { command: 'b', median: 1 },
      ],
    })

    await run({ base: [file], head: [file] }, { from: 'hyperfine' })

    expect(command.printed).toContain('red')
    expect(command.printed).not.toMatch(/[\u001b\u202e]/)
  })
})
