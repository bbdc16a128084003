// Whether somebody is at the computer, by how long keyboard and mouse have rested. What that means for uploads is the
// engine's.
import { powerMonitor } from 'electron'
import type { Beat } from './beat.ts'

/** Long enough that nobody is only reading, short enough for a break to be of use. */
const unusedAfterSeconds = 180
/** Under Wayland some desktops tell nothing but 0: what was never seen to rest for this long is not known. */
const provenAfterSeconds = 30
/** As long as a hand on the mouse is told as one, at the least. */
const shortestRestMs = 10_000

/** What was made of the looks so far; null: it is not known. */
export interface Use {
  isInUse: boolean | null
  /** The system was seen to tell how long they have rested. */
  isProven: boolean
}

/** Before the first look. */
export const unknownUse = (platform: NodeJS.Platform): Use => ({
  isInUse: null,
  isProven: platform !== 'linux',
})

/**
 * What one look adds, the last one being so many ms ago: a hand on the mouse meanwhile is somebody at once, and nobody is there
 * only after a while.
 */
export function afterLook({ isInUse, isProven }: Use, idleSeconds: number, sinceMs = 0): Use {
  const isNowProven = isProven || idleSeconds >= provenAfterSeconds
  if (!isNowProven) return { isInUse: null, isProven: false }
  if (idleSeconds >= unusedAfterSeconds) return { isInUse: false, isProven: true }
  const isBack = idleSeconds < Math.max(shortestRestMs, sinceMs) / 1000
  return { isInUse: isBack ? true : (isInUse ?? true), isProven: true }
}

/** Watches it; calls with each look. A locked screen has nobody before it. */
export function watchUse(
  platform: NodeJS.Platform,
  beat: Pick<Beat, 'each'>,
  tell: (facts: { isInUse: boolean | null }) => void,
): () => void {
  let use = unknownUse(platform)
  const look = (sinceMs = 0): void => {
    use = afterLook(use, powerMonitor.getSystemIdleTime(), sinceMs)
    tell({ isInUse: use.isInUse })
  }
  const lock = (): void => {
    use = { isInUse: false, isProven: true }
    tell({ isInUse: false })
  }
  powerMonitor.on('lock-screen', lock)
  const unlock = (): void => look()
  powerMonitor.on('unlock-screen', unlock)
  look()
  const endLooks = beat.each(look)
  return () => {
    endLooks()
    powerMonitor.off('lock-screen', lock)
    powerMonitor.off('unlock-screen', unlock)
  }
}
