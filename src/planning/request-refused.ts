/** A request that no plan can be made for: the sentence says why, and what there is instead. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused'
}
