import type { Arm } from '../../comparison/arm.js'
import type { BuiltImage } from '../../comparison/image.js'
import { imageSetFor } from '../../comparison/image-plan.js'
import { validPairs } from '../../run/samples.js'
import type { RunRecord } from '../../run/record.js'
import { duration } from '../words/duration.js'
import { formatCount } from '../words/numbers.js'
import { armRow, type ArmFact, type ArmRow } from './arm-row.js'
import { clip } from './clip.js'
import { engineDifferences } from './engine-differences.js'
import { engineRows } from './engine-facts.js'

/** What the arms were, and in what their engines differ, in sentences. */
export interface ArmsView {
  readonly rows: readonly ArmRow[]
  readonly differences: readonly string[]
}

/** What differs between the arms: commits, images, what they are built on, and how their engines ran. */
export function armsOf(record: RunRecord): ArmsView {
  const { plan } = record
  return {
    rows: [
      armRow('Commit', (arm) => commitFact(plan.source[arm === 'main' ? 'base' : 'head'])),
      ...imageRows(record),
      ...engineRows(record),
    ],
    differences: plan.stages.flatMap(({ name }) => {
      const launches = validPairs(record.pairs.filter(({ stage }) => stage === name)).flatMap(
        (pair) => pair.launches,
      )
      return engineDifferences(launches).map((sentence) => `${name}: ${sentence}`)
    }),
  }
}

function commitFact({ sha, why, subject }: RunRecord['plan']['source']['base']): ArmFact {
  return { code: sha, text: clip([why, subject].filter((part) => part !== '').join(': ')) }
}

/** A row for each place in which images were built; one of the plan's tags where none was. */
function imageRows({ plan, images }: RunRecord): ArmRow[] {
  const places = new Map(images.map((image) => [placeOf(image), image]))
  if (places.size === 0)
    return [armRow('Image', (arm) => ({ code: plan.images[arm].tag, text: 'not built' }))]
  const hosts = new Set(images.map(({ host }) => host))
  return [...places].flatMap(([place, { host, architecture }]) => {
    const where = `${hosts.size > 1 ? ` on ${host}` : ''}${architecture === undefined ? '' : ` for ${architecture}`}`
    const imageOf = (arm: Arm) => images.find((image) => image.arm === arm && placeOf(image) === place)
    const set = imageSetFor(plan, architecture)
    return [
      armRow(`Image${where}`, (arm) => imageFact(imageOf(arm), set[arm].tag)),
      armRow(`Base image${where}`, (arm) => ({
        code: imageOf(arm)?.baseImageId ?? '',
        text: set[arm].baseImage,
      })),
    ]
  })
}

function placeOf({ host, architecture = '' }: BuiltImage): string {
  return JSON.stringify([host, architecture])
}

function imageFact(image: BuiltImage | undefined, tag: string): ArmFact {
  if (image === undefined) return { code: tag, text: 'not built' }
  const origin = image.built ? `built in ${duration(image.seconds * 1000)}` : 'was there already'
  return { code: image.id, text: [image.tag, origin, ...packageWords(image)].join(', ') }
}

/** What was proven of the engine's package in it. */
function packageWords({ package: held }: BuiltImage): string[] {
  if (held === undefined || held.files === 0) return []
  const own = `its ${formatCount(held.files, 'Python file')} proven to be the commit's`
  return held.generated.length === 0 ? [own] : [own, `made by its build: ${held.generated.join(' ')}`]
}
