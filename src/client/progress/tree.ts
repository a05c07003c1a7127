import { expectedEnd, mayTakeLonger } from '../../comparison/expected-end.js'
import type {
  ComparisonStatus,
  ImageState,
  ImageStatus,
  PairProgress,
  StageState,
  StageStatus,
} from '../../comparison/status.js'
import { duration } from '../../report/words/duration.js'
import { printable } from './printable.js'
import { words } from '../../workflows/words.js'
import type { ComparisonView } from './view.js'

/** A line of the tree; `tone` is what a terminal colours it by. */
export interface TreeLine {
  text: string
  tone: 'plain' | 'active' | 'good' | 'bad' | 'quiet'
}

/** The comparison as a tree of images, stages, pairs and cases, with elapsed and expected time. */
export function renderTree(view: ComparisonView, now: Date): TreeLine[] {
  const { status, note, closed } = view
  const lines = [headline(view, now)]
  if (status && status.images.length > 0) {
    lines.push(plain('images'), ...status.images.flatMap((image) => imageLines(image, view, now)))
  }
  if (status && status.stages.length > 0) {
    lines.push(plain('stages'), ...status.stages.flatMap((stage) => stageLines(stage, status, view, now)))
  }
  if (closed?.sentence !== undefined) lines.push({ text: closed.sentence, tone: 'bad' })
  if (note !== undefined) lines.push({ text: note, tone: 'bad' })
  return lines.map(({ text, tone }) => ({ text: printable(text), tone }))
}

function headline({ comparison, status, startedAt, closed }: ComparisonView, now: Date): TreeLine {
  const elapsed = duration((closed?.at ?? now).getTime() - startedAt.getTime())
  const paused = status?.pausedSince === undefined ? '' : ', paused (continue with prbench resume)'
  const phase = closed?.state ?? status?.phase ?? 'waiting for a worker'
  return plain(`${comparison}  ${phase}  ${elapsed}${status ? leftOf(status, undefined, now) : ''}${paused}`)
}

/**
 * ", at least 5m left (14:05)" where a stage may want more pairs than are planned so far, else "about". The time
 * of day, and the day where it is another one, are this machine's.
 */
function leftOf(status: ComparisonStatus, stage: StageStatus | undefined, now: Date): string {
  const end = expectedEnd(status, stage, now)
  if (end === undefined) return ''
  const day = end.toDateString() === now.toDateString() ? '' : `${end.toDateString().slice(4, 10)}, `
  const left = mayTakeLonger(status, stage) ? 'at least' : 'about'
  return `, ${left} ${duration(end.getTime() - now.getTime())} left (${day}${end.toTimeString().slice(0, 5)})`
}

/** How each state is marked and coloured. */
const looks = {
  waiting: ['·', 'quiet'],
  building: ['>', 'active'],
  running: ['>', 'active'],
  ready: ['+', 'good'],
  measured: ['+', 'good'],
  failed: ['x', 'bad'],
  stopped: ['x', 'bad'],
  cancelled: ['x', 'bad'],
  skipped: ['-', 'quiet'],
} as const satisfies Record<ImageState | StageState, readonly [string, TreeLine['tone']]>

function imageLines(image: ImageStatus, { troubles }: ComparisonView, now: Date): TreeLine[] {
  const [mark, tone] = looks[image.state]
  const line: TreeLine = { text: `  ${mark} ${imageText(image)}${elapsedOf(image, now)}`, tone }
  return [line, ...troubleLines(troubles[image.arm]), ...errorLines(image.lastError)]
}

/** `main  main-1234567-rocm630  building` */
export function imageText({ arm, tag, state }: ImageStatus): string {
  return `${arm.padEnd(4)}  ${tag}  ${state}`
}

/** `grok/offline on mi300x-1  running, 3 of 4 pairs` */
export function stageText({
  name,
  host,
  state,
  stopping,
  pairsDone,
  pairsPlanned,
  generation,
}: StageStatus): string {
  return (
    `${name} on ${host}  ${stopping === undefined ? state : `being ${stopping}`}, ${pairsDone} of ${pairsPlanned} pairs` +
    (generation > 1 ? `, generation ${generation}` : '')
  )
}

function stageLines(
  stage: StageStatus,
  status: ComparisonStatus,
  { pairs, troubles }: ComparisonView,
  now: Date,
): TreeLine[] {
  const { name, state, waitsFor, lastError, undecidedAfter } = stage
  const [mark, tone] = looks[state]
  const text = `  ${mark} ${stageText(stage)}${elapsedOf(stage, now)}${leftOf(status, stage, now)}`
  const running =
    state === 'running' ? [...pairLines(stage, pairs[name]), ...troubleLines(troubles[name])] : []
  return [
    { text, tone },
    ...troubleLines(words.undecided(undecidedAfter)),
    ...running,
    ...troubleLines(waitsFor),
    ...errorLines(lastError),
  ]
}

function pairLines({ pair, attempt }: StageStatus, progress: PairProgress | undefined): TreeLine[] {
  if (pair === undefined) return []
  const again = attempt !== undefined && attempt > 1 ? `, attempt ${attempt}` : ''
  const launch = progress ? `: ${progress.arm}, ${progress.position === 1 ? 'first' : 'second'} launch` : ''
  const lines = [plain(`      pair ${pair}${again}${launch}`)]
  if (progress) {
    const now = progress.case ?? 'starting'
    lines.push(plain(`        ${now}  ${progress.casesDone} of ${progress.cases} cases done`))
  }
  return lines
}

function troubleLines(trouble: string | undefined): TreeLine[] {
  return trouble === undefined ? [] : [{ text: `      ${trouble}`, tone: 'quiet' }]
}

function errorLines(error: string | undefined): TreeLine[] {
  return error === undefined ? [] : [{ text: `      ${error}`, tone: 'bad' }]
}

function elapsedOf(
  { startedAt, finishedAt }: { startedAt?: string; finishedAt?: string },
  now: Date,
): string {
  if (startedAt === undefined) return ''
  const end = finishedAt === undefined ? now.getTime() : Date.parse(finishedAt)
  return `, ${duration(end - Date.parse(startedAt))}`
}

function plain(text: string): TreeLine {
  return { text, tone: 'plain' }
}
