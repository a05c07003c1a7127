import type { BuiltImage, ServingProgram } from '../comparison/image.js'
import type { OnlineStagePlan } from '../comparison/plan.js'
import type { OnlineRecipe } from '../comparison/recipe.js'
import type { LaunchTemplate } from '../host/launch-container.js'
import type { Launch } from './launch.js'

/** The server's port in its container; each server has a network of its own. */
export const serverPort = 30000

/** What the parts of an online launch share. */
export interface OnlineSession {
  readonly launch: Launch<OnlineStagePlan>
  readonly recipe: OnlineRecipe
  readonly template: LaunchTemplate
  /** The network of this launch, which leads nowhere. */
  readonly network: string
  /** Main's image, for both arms: what measures them must not differ between them. */
  readonly driver: BuiltImage
  readonly serving: ServingProgram
  /** Says which case is measured, in which container. */
  readonly report: (place: { server: number; container: string; case?: string }) => Promise<void>
}
