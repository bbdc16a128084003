// Keeps electron-updater from naming this computer: it would make a lasting identifier, keep it in ".updaterId" and send it
// with every request, for releases that reach only a part of all computers. Shoebox has none of those.

/** What of electron-updater has to do with it; it calls them private, a test holds that they are there. */
interface Naming {
  stagingUserIdPromise: { value: Promise<string> }
  isUserWithinRollout: unknown
  logger: unknown
  computeFinalHeaders(headers: Record<string, unknown>): Record<string, unknown>
}

/** Takes the name away from an updater that has asked nothing yet. */
export function makeNameless<T extends object>(updater: T): T {
  const naming = updater as unknown as Naming
  const compute = naming.computeFinalHeaders.bind(updater)
  // Without it the first look would write the file.
  Object.defineProperty(naming, 'stagingUserIdPromise', { value: { value: Promise.resolve('') } })
  naming.computeFinalHeaders = (headers) => {
    const kept = { ...compute(headers) }
    delete kept['x-user-staging-id']
    return kept
  }
  naming.isUserWithinRollout = () => true
  // It writes addresses and paths to the terminal; what goes wrong comes as an event as well.
  naming.logger = null
  return updater
}
