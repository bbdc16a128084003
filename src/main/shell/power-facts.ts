// What Electron knows of power and sleep. Battery events exist on Windows and macOS only, so Linux is asked now
// and then; what these facts mean for uploads is the engine's.
import { powerMonitor } from 'electron'
import type { SystemFacts } from '../engine/ports.ts'

/** The part of the facts that is about power. */
export type PowerFacts = Pick<SystemFacts, 'isOnBattery' | 'isAsleep'>

const lookEveryMs = 30_000

/** Watches power; calls with the facts at once and at each change. */
export function watchPower(
  platform: NodeJS.Platform,
  tell: (facts: Partial<PowerFacts>) => void,
): () => void {
  const look = (): void => tell({ isOnBattery: powerMonitor.isOnBatteryPower() })
  powerMonitor.on('suspend', () => tell({ isAsleep: true }))
  powerMonitor.on('resume', () => {
    tell({ isAsleep: false })
    look()
  })
  look()
  if (platform === 'linux') {
    const timer = setInterval(look, lookEveryMs)
    return () => clearInterval(timer)
  }
  powerMonitor.on('on-ac', look)
  powerMonitor.on('on-battery', look)
  return () => {
    powerMonitor.off('on-ac', look)
    powerMonitor.off('on-battery', look)
  }
}
