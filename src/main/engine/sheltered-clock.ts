// A clock whose calls end nothing but themselves: a bug in one is logged, as it is everywhere else, and the engine goes on.
// Whoever wants to be called again says so before, or whatever comes of it.
import type { Clock, Logger } from './ports/outside.ts'

/** The same clock, sheltered. */
export const shelteredClock = (clock: Clock, logger: Logger): Clock => ({
  ...clock,
  after: (delayMs, call) =>
    clock.after(delayMs, () => {
      try {
        call()
      } catch (bug) {
        logger.error('A bug in a call of the clock', bug)
      }
    }),
})
