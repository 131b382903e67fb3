/**
 * The result of some work, or what is done instead where it takes longer. The work itself goes on.
 * @param late gives another result, or throws
 */
export async function within<Result>(
  milliseconds: number,
  work: Promise<Result>,
  late: () => Result,
): Promise<Result> {
  const deadline = Promise.withResolvers<void>()
  const timer = setTimeout(deadline.resolve, milliseconds)
  try {
    return await Promise.race([work, deadline.promise.then(late)])
  } finally {
    clearTimeout(timer)
  }
}
