// What is known of power and sleep. Battery events exist on Windows and macOS only, and on Linux Electron says "plugged
// in" whatever is so (Chromium's power_monitor_device_source_stub.cc), so there the system itself is asked now and then.
// What these facts mean for uploads is the engine's.
import { powerMonitor } from 'electron'
import type { SystemFacts } from '../engine/ports/outside.ts'
import type { Beat } from './beat.ts'

/** The part of the facts that is about power. */
export type PowerFacts = Pick<SystemFacts, 'isOnBattery' | 'isAsleep'>

/**
 * Watches power; calls with the facts at once and at each change. `askLinux` tells whether Linux runs on battery, which costs well
 * under a millisecond, and is asked at each beat.
 */
export function watchPower(
  platform: NodeJS.Platform,
  askLinux: () => boolean | null,
  beat: Pick<Beat, 'each'>,
  tell: (facts: Partial<PowerFacts>) => void,
): () => void {
  const isOnBattery = platform === 'linux' ? askLinux : () => powerMonitor.isOnBatteryPower()
  const look = (): void => tell({ isOnBattery: isOnBattery() })
  powerMonitor.on('suspend', () => tell({ isAsleep: true }))
  powerMonitor.on('resume', () => {
    tell({ isAsleep: false })
    look()
  })
  look()
  if (platform === 'linux') return beat.each(look)
  powerMonitor.on('on-ac', look)
  powerMonitor.on('on-battery', look)
  return () => {
    powerMonitor.off('on-ac', look)
    powerMonitor.off('on-battery', look)
  }
}
