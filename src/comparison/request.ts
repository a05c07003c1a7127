import { z } from 'zod'
import { acknowledgementSchema } from './acknowledgement.js'
import { mostPairs } from './limits.js'
import { benchmarkModeSchema, benchmarkTypeSchema } from './benchmark-type.js'
import { notificationSchema } from './notification.js'
import { publicationSchema } from './publication.js'
import { recipeSchema } from './recipe.js'
import { commitShaSchema } from './source.js'

const imageName = z.string().regex(/^[a-z0-9][A-Za-z0-9._/:@-]{0,254}$/, 'not the name of a Docker image')

/**
 * How the image of a pull request is built: `full` by its own Dockerfile, `overlay` as a layer of its changed
 * Python files on main's image, `auto` so where it changes nothing else.
 */
export const buildWays = ['auto', 'overlay', 'full'] as const

/** A branch, tag or SHA; git checks the rest. Never an option. */
const reference = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._/@{}^~-]{0,199}$/, 'not the name of a commit')

const hostName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,62}$/, 'letters, digits, . and - only')

const pairRange = `from 1 to ${mostPairs}`
const pairCount = z.int(`a whole number ${pairRange}`).min(1, pairRange).max(mostPairs, pairRange)

/**
 * What is asked for: the one input of `comparePullRequest`. The client sends it, and so does anybody with
 * `temporal workflow start --input`.
 */
export const requestSchema = z
  .strictObject({
    repository: z.string().min(1).max(500),
    pullRequest: z
      .int('the number of a pull request')
      .positive('the number of a pull request, 1 or more')
      .exactOptional(),
    /** Its head must still be this commit: what somebody saw and asked for. */
    pullRequestHead: commitShaSchema.exactOptional(),
    base: reference.exactOptional(),
    head: reference.exactOptional(),
    models: z
      .array(z.string().min(1, 'the name of a model'))
      .min(1, 'name at least one model')
      .default(['grok', 'deepseek']),
    /** All that a recipe has, unless some are named. */
    benchmarkTypes: z.array(benchmarkTypeSchema).min(1).exactOptional(),
    mode: benchmarkModeSchema.default('normal'),
    /** `main` and `pr`: what the Dockerfile of that commit names. */
    baseImage: imageName.exactOptional(),
    build: z.enum(buildWays).default('auto'),
    skipBuild: z.boolean().default(false),
    mainImage: imageName.exactOptional(),
    prImage: imageName.exactOptional(),
    skipGsm8k: z.boolean().default(false),
    /** Where run directories are made. Absolute, on the machine of the control worker. */
    outputFolder: z.string().startsWith('/', 'an absolute path').exactOptional(),
    /** Exactly so many sound pairs a stage. Without it a stage runs until it is settled, up to `maxPairs`. */
    pairs: pairCount.exactOptional(),
    maxPairs: pairCount.default(10),
    /** No further pairs are begun once the measuring took so long. */
    budgetSeconds: z.number().positive().exactOptional(),
    /** When this is over, counted from the start, what there is is reported. */
    deadlineSeconds: z.number().positive().exactOptional(),
    /** No further pair is begun once this many launches were made. */
    maxLaunches: z.int('a whole number').min(2, 'a pair is two launches').exactOptional(),
    /** Half-width of "no change", as a fraction: 0.05 is the historical 5 %. */
    threshold: z.number().positive().max(0.5).default(0.05),
    hosts: z.array(hostName).min(1).exactOptional(),
    /** Recipes by value; they go before those that the control worker has. */
    recipes: z.array(recipeSchema).default([]),
    historical: z.boolean().default(false),
    /**
     * Main against itself: what it shows is the noise of the host, which later comparisons there count on.
     */
    calibrate: z.boolean().default(false),
    /** Of the order of arms; drawn from the commits where it is not given. */
    seed: z.int().nonnegative().exactOptional(),
    /** Regressions that a gate lets pass. */
    acknowledgements: z.array(acknowledgementSchema).max(1000).exactOptional(),
    /** Whom its end is told to. */
    notify: z.array(notificationSchema).max(20).exactOptional(),
    /** Absent where nothing is published on the forge. */
    publication: publicationSchema.exactOptional(),
  })
  .superRefine((request, context) => {
    const refuse = (path: string, message: string) => {
      context.addIssue({ code: 'custom', path: [path], message })
    }
    const hasCommits = request.base !== undefined || request.head !== undefined
    if (request.pullRequest === undefined && !hasCommits) {
      refuse('pullRequest', 'name a pull request, or a base and a head')
    }
    if (request.pullRequest !== undefined && hasCommits) {
      refuse('pullRequest', 'name either a pull request or a base and a head, not both')
    } else if (request.pullRequest === undefined && request.pullRequestHead !== undefined) {
      refuse('pullRequestHead', 'only for a pull request: name one')
    } else if (hasCommits && request.base === undefined) {
      refuse('base', 'missing: a head needs a base')
    } else if (hasCommits && request.head === undefined) {
      refuse('head', 'missing: a base needs a head')
    }
    if (request.historical && (request.pairs ?? 1) !== 1) {
      refuse('pairs', '--historical measures one pair')
    }
    if (request.calibrate && (request.base !== request.head || request.mainImage !== request.prImage)) {
      refuse('calibrate', 'a calibration compares one commit, or one image, with itself: name the same twice')
    }
    const lacking = [
      ...(request.mainImage === undefined ? ['--main-image'] : []),
      ...(request.prImage === undefined ? ['--pr-image'] : []),
    ]
    if (request.skipBuild && lacking.length > 0) {
      refuse('skipBuild', `needs two images: add ${lacking.join(' and ')}`)
    } else if (!request.skipBuild && lacking.length < 2) {
      refuse('skipBuild', 'missing: --main-image and --pr-image are used with it alone')
    }
  })

export type ComparisonRequest = z.infer<typeof requestSchema>
/** As a person writes it: what has a default may be left out. */
export type ComparisonRequestInput = z.input<typeof requestSchema>
