// What Linux itself tells of power and network, under /sys/class. What it does not tell stays unknown (null), as does
// everything on other systems. Headless it is all there is; under the app the shell takes the battery and the kind of
// the network from here and knows the rest better. What the facts mean is the engine's.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock, Surroundings, SystemFacts } from '../ports/outside.ts'

/** Where the kernel's device classes are. */
const defaultClassFolder = '/sys/class'

/** Reading these few small files costs well under a millisecond; nobody misses half a minute. */
const lookEveryMs = 30_000

/** Where and how to look. */
export interface LinuxSurroundingsOptions {
  clock: Clock
  /** Whether uploads need a line at all; a stand-in for Google on this computer does not. */
  needsLine: boolean
  /** The folder of the kernel's device classes. */
  classFolder?: string
}

/** Surroundings that are looked at now and then, as long as somebody listens. */
export function linuxSurroundings(options: LinuxSurroundingsOptions): Surroundings {
  const { clock, needsLine, classFolder = defaultClassFolder } = options
  const look = (): SystemFacts => {
    const lines = networkLines(join(classFolder, 'net'))
    return {
      isOnline: needsLine ? isOnline(lines) : null,
      network: kindOf(lines),
      isMetered: null,
      isOnBattery: isOnBattery(classFolder),
      isAsleep: false,
    }
  }
  let facts = look()
  const listeners = new Set<(facts: SystemFacts) => void>()
  let cancel: () => void = () => undefined

  const lookLater = (): void => {
    cancel = clock.after(lookEveryMs, () => {
      lookLater()
      const now = look()
      const isSame = JSON.stringify(now) === JSON.stringify(facts)
      facts = now
      if (!isSame) for (const listener of listeners) listener(now)
    })
  }

  return {
    facts: () => facts,
    subscribe(listener) {
      if (listeners.size === 0) lookLater()
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) cancel()
      }
    },
  }
}

/** The names below a folder; none where it is missing, as on a machine without batteries. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** The content of a small file, or null where there is none or the driver refuses. */
function read(...path: string[]): string | null {
  try {
    return readFileSync(join(...path), 'utf8').trim()
  } catch {
    return null
  }
}

/** As UPower decides it: plugged in wherever a line gives power, else on battery when one is being drained. */
export function isOnBattery(classFolder = defaultClassFolder): boolean | null {
  const folder = join(classFolder, 'power_supply')
  const supplies = namesIn(folder)
    .map((name) => join(folder, name))
    // The battery of a mouse or a headset powers nothing here.
    .filter((supply) => read(supply, 'scope') !== 'Device')
  const isLine = (supply: string): boolean => ['Mains', 'USB'].includes(read(supply, 'type') ?? '')
  if (supplies.some((supply) => isLine(supply) && read(supply, 'online') === '1')) return false
  const states = supplies
    .filter((supply) => read(supply, 'type') === 'Battery')
    .map((supply) => read(supply, 'status'))
  if (states.includes('Discharging')) return true
  const isKnown = states.some((state) => state !== null && state !== 'Unknown')
  return isKnown ? false : null
}

/** The kind of the network; null where it cannot be told. */
export const networkKind = (classFolder = defaultClassFolder): SystemFacts['network'] =>
  kindOf(networkLines(join(classFolder, 'net')))

/** One network interface that is not the computer's own loop. */
interface NetworkLine {
  /** Null for tunnels, bridges and the like, which say nothing of the line below them. */
  kind: SystemFacts['network']
  /** The kernel's word (Documentation/networking/operstates.rst); drivers that do not tell say "unknown". */
  state: string | null
}

/** Every interface but the loop; null where there is not even that, because nothing is told here. */
function networkLines(folder: string): NetworkLine[] | null {
  const names = namesIn(folder)
  if (names.length === 0) return null
  return names
    .filter((name) => name !== 'lo' && existsSync(join(folder, name, 'operstate')))
    .map((name) => ({
      kind: lineKind(join(folder, name), name),
      state: read(folder, name, 'operstate'),
    }))
}

function lineKind(path: string, name: string): SystemFacts['network'] {
  const isHardware = existsSync(join(path, 'device'))
  if (!isHardware) return null
  if (existsSync(join(path, 'phy80211')) || existsSync(join(path, 'wireless'))) return 'wifi'
  // Modems call themselves wwan, or carry systemd's names for them.
  const isModem = /^DEVTYPE=wwan$/m.test(read(path, 'uevent') ?? '') || /^ww(?:an|p|s)/.test(name)
  if (isModem) return 'cellular'
  // ARPHRD_ETHER of linux/if_arp.h.
  return read(path, 'type') === '1' ? 'cable' : null
}

/** No interface is up: certainly offline. Some are: perhaps online, as requests will tell. */
function isOnline(lines: readonly NetworkLine[] | null): boolean | null {
  if (lines === null) return null
  if (lines.some(({ state }) => state === 'up')) return true
  return lines.some(({ state }) => state === 'unknown') ? null : false
}

/** The kind of the lines that are up. Which of several is used is not told here; a phone's among them leaves a doubt. */
function kindOf(lines: readonly NetworkLine[] | null): SystemFacts['network'] {
  const used = (lines ?? []).filter(({ state }) => state === 'up' || state === 'unknown')
  const kinds = new Set(used.map(({ kind }) => kind))
  kinds.delete(null)
  if (kinds.size <= 1) return [...kinds][0] ?? null
  // Where both are there, cable goes first, and nothing here tells the two apart.
  return kinds.has('cellular') ? null : 'cable'
}
