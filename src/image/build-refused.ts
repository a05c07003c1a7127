/** An image that cannot be built, found out before the build itself. Says what to do instead. */
export class BuildRefused extends Error {
  override readonly name = 'BuildRefused'
}
