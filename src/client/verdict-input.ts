import { readFile } from 'node:fs/promises'
import { arms, type Arm } from '../comparison/arm.js'
import type { Sample } from '../comparison/samples.js'
import { withKnownTraits } from '../engines/known-traits.js'
import { formatCount } from '../report/words/numbers.js'
import { foreignFormats } from '../run/foreign/formats.js'
import type { ForeignLaunch } from '../run/foreign/launch.js'
import { pairLaunches, type Pairing } from '../run/foreign/pair-launches.js'
import { readSamplesCsv, rowsOf } from '../run/samples-csv.js'
import { messageOf, Refused } from './command-error.js'

export interface InputFlags {
  from?: string
  base?: string[]
  head?: string[]
  assumePaired?: boolean
}

/** What is to be judged. */
export interface VerdictInput {
  /** What messages call it. */
  readonly name: string
  /** The file beside which a run's results.json may lie. */
  readonly file?: string
  readonly content?: Buffer
  readonly samples: readonly Sample[]
  readonly rowOf: (index: number) => number
  readonly pairing: Pairing | 'told'
  /** What a reader must know of where the samples come from, in sentences. */
  readonly notes: readonly string[]
}

/**
 * The samples of a CSV, or of other programs' files, one for each launch.
 *
 * @throws Refused, where flags and files do not go together; ResultFileError, RecordInvalid, for what a file holds
 */
export async function readInput(file: string | undefined, flags: InputFlags): Promise<VerdictInput> {
  if (flags.from !== undefined) {
    if (file !== undefined) throw new Refused(`--from takes its files from --base and --head, not "${file}"`)
    return foreignInput(flags.from, flags)
  }
  if (flags.base !== undefined || flags.head !== undefined || flags.assumePaired === true)
    throw new Refused('--base, --head and --assume-paired go with --from')
  if (file === undefined) throw new Refused('name a file of samples, or - for standard input')
  const content = await contentOf(file)
  const name = file === '-' ? 'standard input' : file
  return {
    name,
    ...(file === '-' ? {} : { file }),
    content,
    samples: withKnownTraits(readSamplesCsv(content, name)),
    rowOf: rowsOf(content),
    pairing: 'told',
    notes: [],
  }
}

async function foreignInput(format: string, { base, head, assumePaired }: InputFlags): Promise<VerdictInput> {
  if (base === undefined || head === undefined)
    throw new Refused('--from needs the files of both versions: --base FILE... --head FILE...')
  const launches = { main: await launchesIn(format, base), pr: await launchesIn(format, head) }
  refuseUnequal(launches)
  const { samples, pairing } = pairLaunches(launches, assumePaired === true)
  const counted = `Each file counts as one launch; runs within it are one value, their median (${formatCount(base.length, 'file')} of base, ${head.length} of head).`
  return {
    name: `the ${format} files`,
    samples: withKnownTraits(samples),
    rowOf: (index) => index + 1,
    pairing,
    notes: [counted, pairingWords[pairing]],
  }
}

const pairingWords: Readonly<Record<Pairing, string>> = {
  'by-time': 'Launches are paired by their times: each was measured next to one of the other version.',
  assumed:
    'Launches are assumed to be paired, the first files with each other and so on (--assume-paired): the verdict holds only if they were measured so.',
  none: 'Nothing says that the launches were measured in pairs, so there is no verdict. If they were, add --assume-paired.',
}

async function launchesIn(format: string, files: readonly string[]): Promise<ForeignLaunch[]> {
  const read = foreignFormats[format]
  if (read === undefined)
    throw new Refused(`--from takes ${Object.keys(foreignFormats).join(', ')}; got "${format}"`)
  return Promise.all(files.map(async (file) => read((await contentOf(file)).toString('utf8'), file)))
}

/** The same file twice, or on both sides, is no two launches. */
function refuseUnequal(launches: Readonly<Record<Arm, readonly ForeignLaunch[]>>): void {
  const files = arms.flatMap((arm) => launches[arm].map(({ file }) => file))
  const twice = files.find((file, index) => files.indexOf(file) !== index)
  if (twice !== undefined) throw new Refused(`${twice} is named twice: each file is one launch`)
}

/** @throws Refused, where it cannot be read */
export async function contentOf(file: string): Promise<Buffer> {
  if (file !== '-')
    return readFile(file).catch((error: unknown) => {
      throw unreadable(file, error)
    })
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks)
}

function unreadable(file: string, error: unknown): Refused {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return new Refused(`no such file: ${file}`)
  if (code === 'EISDIR')
    return new Refused('that is a folder. Name a file, such as samples.csv in a run directory')
  return new Refused(`cannot read ${file}: ${messageOf(error)}`)
}
