import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planRemovals } from './plan-removals.js'
import type { FoundFolder, FoundImage, HostFacts, RunState } from './removal.js'

const now = new Date('2026-03-01T00:00:00Z')
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)

const facts = (change: Partial<HostFacts> = {}): HostFacts => ({
  now,
  uses: [],
  images: [],
  cache: [],
  spools: [],
  runDirectories: [],
  unfinished: [],
  kernels: [],
  stateOf: () => 'closed',
  ...change,
})
const image = (id: string, change: Partial<FoundImage> = {}): FoundImage => ({
  id,
  kind: 'built',
  names: [`${id}:1`],
  baseId: '',
  since: daysAgo(100),
  bytes: 10,
  containers: [],
  ...change,
})
const use = (run: string, imageId: string, days: number) => ({
  run,
  comparison: `compare/${run}`,
  imageId,
  at: daysAgo(days).toISOString(),
})
const folder = (run: string, days: number): FoundFolder => ({
  path: `/${run}`,
  run,
  since: daysAgo(days),
  bytes: 1,
})
const idsOf = (found: HostFacts, keep?: number) =>
  planRemovals(found, keep === undefined ? {} : { keep }).removals.map(({ id }) => id)

describe('planRemovals', () => {
  it('keeps the images of the last five comparisons', () => {
    const runs = Array.from({ length: 8 }, (_, days) => `run${days}`)

    const ids = idsOf(
      facts({
        images: runs.map((run) => image(run)),
        uses: runs.map((run, days) => use(run, run, days)),
      }),
    )

    expect(ids).toEqual(['run5', 'run6', 'run7'])
  })

  it('counts the retries of a comparison as that one comparison', () => {
    const others = Array.from({ length: 5 }, (_, index) => `other${index}`)
    const retries = Array.from({ length: 6 }, (_, index) => ({
      ...use(`retry${index}`, 'retried', index),
      comparison: 'compare/retried',
    }))

    const ids = idsOf(
      facts({
        images: ['retried', ...others].map((id) => image(id)),
        uses: [...retries, ...others.map((run, index) => use(run, run, 10 + index))],
      }),
    )

    expect(ids).toEqual(['other4'])
  })

  it('keeps those of an open comparison however old it is, and says which one', () => {
    const old = { images: [image('a')], uses: [use('old', 'a', 90), ...recentUses] }

    const open = planRemovals(facts({ ...old, stateOf: (run) => (run === 'old' ? 'open' : 'closed') }))

    expect(open).toEqual({ removals: [], kept: ['a:1: compare/old is open'] })
    expect(idsOf(facts(old))).toEqual(['a'])
  })

  it('keeps what a container is made of, and says which one', () => {
    const { removals, kept } = planRemovals(facts({ images: [image('a', { containers: ['busy'] })] }))

    expect([removals, kept]).toEqual([[], ['a:1: container busy uses it']])
  })

  it.each<[string, number, string[]]>([
    ['seven days', 8, ['a', '/b']],
    ['no seven days', 6, []],
  ])('takes what no server answers for only after seven days: %s', (_, days, ids) => {
    const found = facts({
      images: [image('a', { since: daysAgo(days) })],
      spools: [folder('b', days)],
      stateOf: () => 'unknown',
    })

    expect(idsOf(found)).toEqual(ids)
  })

  it('lets a base go with the last image above it, unless it was named just now', () => {
    const base = image('base', { kind: 'base' })
    const above = image('a', { baseId: 'base', containers: ['busy'] })

    expect(idsOf(facts({ images: [base] }))).toEqual(['base'])
    expect(idsOf(facts({ images: [base, above] }))).toEqual([])
    expect(idsOf(facts({ images: [{ ...base, since: daysAgo(1) }] }))).toEqual([])
  })

  it('counts a build that failed as ours, and as none of the last five comparisons', () => {
    const failed = (index: number) => ({
      run: `failed${index}`,
      comparison: 'compare/broken',
      at: daysAgo(2).toISOString(),
      build: { from: daysAgo(3).toISOString(), to: daysAgo(2).toISOString() },
    })

    const ids = idsOf(
      facts({
        images: [image('a')],
        uses: [use('run', 'a', 5), ...[1, 2, 3, 4, 5].map(failed)],
        cache: [{ id: 'ours', createdAt: daysAgo(2.5), inUse: false, bytes: 1 }],
      }),
    )

    expect(ids.filter((id) => !id.endsWith('.json'))).toEqual(['ours'])
  })

  it('takes the note of a build that gave no image once nothing of it is in the cache', () => {
    const noted = (run: string, from: number, imageId?: string) => ({
      ...{ run, comparison: 'compare/broken', at: daysAgo(from).toISOString() },
      ...(imageId !== undefined && { imageId }),
      build: { from: daysAgo(from).toISOString(), to: daysAgo(from - 1).toISOString() },
    })
    const entry = (id: string, days: number, inUse = false) => ({
      id,
      createdAt: daysAgo(days),
      inUse,
      bytes: 1,
    })

    const { removals } = planRemovals(
      facts({
        uses: [
          noted('left', 10),
          noted('busy', 8),
          noted('empty', 6),
          noted('built', 4, 'a'),
          noted('runs', 0.5),
        ],
        cache: [entry('old', 9.5), entry('used', 7.5, true), entry('free', 7.4)],
      }),
    )

    const notes = removals.filter(({ kind }) => kind === 'build note')
    expect(notes.map(({ id }) => id.split('-')[0])).toEqual(['empty'])
  })

  it('takes only the build cache that came to be in a build of ours, and is not in use', () => {
    const build = { from: daysAgo(3).toISOString(), to: daysAgo(2).toISOString() }
    const entry = (id: string, days: number, inUse = false) => ({
      id,
      createdAt: daysAgo(days),
      inUse,
      bytes: 1,
    })

    const ids = idsOf(
      facts({
        uses: [{ ...use('run', 'gone', 2), build }],
        cache: [entry('ours', 2.5), entry('busy', 2.5, true), entry('theirs', 4), entry('later', 1)],
      }),
    )

    expect(ids).toEqual(['ours'])
  })

  it('takes no build cache of a build that runs', () => {
    const to = daysAgo(-0.001).toISOString()
    const running = { run: 'run', comparison: 'c', at: to, build: { from: daysAgo(1).toISOString(), to } }

    const ids = idsOf(
      facts({
        uses: [running],
        cache: [{ id: 'needed', createdAt: daysAgo(0.5), inUse: false, bytes: 1 }],
      }),
    )

    expect(ids).toEqual([])
  })

  it('takes compiled kernels whose image goes or is gone', () => {
    const kernels = (volume: string, imageId: string, hasImage: boolean) => ({
      volume,
      imageId,
      hasImage,
      bytes: 1,
    })

    const ids = idsOf(
      facts({
        images: [image('a'), image('b', { containers: ['busy'] })],
        kernels: [
          kernels('of-a', 'a', true),
          kernels('of-b', 'b', true),
          kernels('orphan', 'gone', false),
          kernels('of-other', 'other', true),
        ],
      }),
    )

    expect(ids).toEqual(['a', 'of-a', 'orphan'])
  })

  it('never takes a run directory unasked, and else the oldest closed ones', () => {
    const runDirectories = [folder('c', 3), folder('a', 1), folder('b', 2), folder('open', 4)]
    const found = facts({ runDirectories, stateOf: (run) => (run === 'open' ? 'open' : 'closed') })

    expect(idsOf(found)).toEqual([])
    expect(idsOf(found, 1)).toEqual(['/b', '/c'])
    expect(idsOf(found, 0)).toEqual(['/a', '/b', '/c'])
  })

  it('takes a file that was being written once no write takes so long', () => {
    const file = (path: string, minutes: number) => ({ path, since: daysAgo(minutes / 1440), bytes: 1 })

    const ids = idsOf(facts({ unfinished: [file('/old', 61), file('/new', 59)], stateOf: () => 'open' }))

    expect(ids).toEqual(['/old'])
  })

  it('never takes anything of a run that is open, whatever else there is', () => {
    const run = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h')
    const states = fc.dictionary(run, fc.constantFrom<RunState>('open', 'closed', 'unknown'))
    const uses = fc.array(fc.tuple(run, run, fc.nat(200)).map(([who, what, days]) => use(who, what, days)))

    fc.assert(
      fc.property(states, uses, fc.array(run), fc.nat(3), (known, noted, folders, keep) => {
        const stateOf = (who: string) => known[who] ?? 'unknown'
        const of = folders.map((who, days) => folder(who, days * 10))
        const found = facts({
          images: ['a', 'b', 'c', 'd'].map((id) => image(id)),
          uses: noted,
          spools: of,
          runDirectories: of,
          stateOf,
        })

        const ids = idsOf(found, keep)

        const openImages = noted
          .filter((entry) => stateOf(entry.run) === 'open')
          .map((entry) => entry.imageId)
        const openFolders = of.filter((entry) => stateOf(entry.run) === 'open').map(({ path }) => path)
        expect(ids.filter((id) => [...openImages, ...openFolders].includes(id))).toEqual([])
      }),
    )
  })
})

const recentUses = Array.from({ length: 5 }, (_, days) => use(`recent${days}`, 'other', days))
