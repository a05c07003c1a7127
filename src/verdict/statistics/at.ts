/**
 * The element at an index that the caller knows to exist.
 * @throws RangeError, where it does not, which is a fault of the caller
 */
export function at<T>(values: ArrayLike<T>, index: number): T {
  const value = values[index]
  if (value === undefined) throw new RangeError(`no element at ${index} of ${values.length}`)
  return value
}
