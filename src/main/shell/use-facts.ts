// Whether somebody is at the computer, by how long keyboard and mouse have rested. What that means for uploads is the
// engine's.
import { powerMonitor } from 'electron'

/** Long enough that nobody is only reading, short enough for a break to be of use. */
const unusedAfterSeconds = 180
/** Under Wayland some desktops tell nothing but 0: what was never seen to rest for this long is not known. */
const provenAfterSeconds = 30
const lookEveryMs = 10_000

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

/** What one look adds: a hand on the mouse is somebody at once, and nobody is there only after a while. */
export function afterLook({ isInUse, isProven }: Use, idleSeconds: number): Use {
  const isNowProven = isProven || idleSeconds >= provenAfterSeconds
  if (!isNowProven) return { isInUse: null, isProven: false }
  if (idleSeconds >= unusedAfterSeconds) return { isInUse: false, isProven: true }
  const isBack = idleSeconds < lookEveryMs / 1000
  return { isInUse: isBack ? true : (isInUse ?? true), isProven: true }
}

/** Watches it; calls with each look. A locked screen has nobody before it. */
export function watchUse(
  platform: NodeJS.Platform,
  tell: (facts: { isInUse: boolean | null }) => void,
): () => void {
  let use = unknownUse(platform)
  const look = (): void => {
    use = afterLook(use, powerMonitor.getSystemIdleTime())
    tell({ isInUse: use.isInUse })
  }
  const lock = (): void => {
    use = { isInUse: false, isProven: true }
    tell({ isInUse: false })
  }
  powerMonitor.on('lock-screen', lock)
  powerMonitor.on('unlock-screen', look)
  look()
  const timer = setInterval(look, lookEveryMs)
  return () => {
    clearInterval(timer)
    powerMonitor.off('lock-screen', lock)
    powerMonitor.off('unlock-screen', look)
  }
}
