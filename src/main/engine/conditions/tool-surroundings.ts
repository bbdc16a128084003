// What Windows and macOS tell a program without a window of power and network: their own tools are asked, through
// systeminformation. Linux tells the same in files (linux-surroundings.ts); under the app Electron knows the battery
// better (shell/power-facts.ts). What the facts mean is the engine's.
import { networkInterfaces } from 'node:os'
import type { Clock, Logger, Surroundings, SystemFacts } from '../ports/outside.ts'
import { askMetered } from './metered.ts'
import { addressSignature, askKindOfDefault, watchNetwork } from './network-facts.ts'

/** The system's answers; null is unknown. */
export interface SystemTools {
  /** Text that differs when the addresses of this machine differ. */
  signature(): string
  hasAddress(): boolean
  askKind(): Promise<SystemFacts['network']>
  askMetered(): Promise<boolean | null>
  askIsOnBattery(): Promise<boolean | null>
}

/** Whom to ask, and how often. */
export interface ToolSurroundingsOptions {
  clock: Clock
  logger: Logger
  /** Whether uploads need a line at all; a stand-in for Google on this computer does not. */
  needsLine: boolean
  tools?: SystemTools
}

/** Asking starts a process; who pulls the plug waits a minute at most. */
const askPowerEveryMs = 60_000
/** Tools that take longer than this are not waited for; what they say counts when they say it. */
const longestFirstLookMs = 10_000

/**
 * Surroundings that are known when this resolves, as far as the system tells them in time; they are kept up to date while
 * somebody listens.
 */
export async function toolSurroundings(options: ToolSurroundingsOptions): Promise<Surroundings> {
  const { clock, logger, needsLine, tools = systemTools(process.platform) } = options
  let facts: SystemFacts = {
    isOnline: null,
    network: null,
    isMetered: null,
    isOnBattery: null,
    isAsleep: false,
  }
  const listeners = new Set<(facts: SystemFacts) => void>()
  const change = (part: Partial<SystemFacts>): void => {
    const before = JSON.stringify(facts)
    facts = { ...facts, ...part }
    if (JSON.stringify(facts) !== before) for (const listener of listeners) listener(facts)
  }
  /** What is looked at again and again, while somebody listens. */
  const looks: { everyMs: number; look: () => void }[] = []
  let cancels: (() => void)[] = []
  const beat = (index: number): void => {
    const { everyMs, look } = looks[index] ?? { everyMs: Infinity, look: () => undefined }
    cancels[index] = clock.after(everyMs, () => {
      beat(index)
      look()
    })
  }

  const askPower = async (): Promise<void> => {
    try {
      change({ isOnBattery: await tools.askIsOnBattery() })
    } catch (error) {
      logger.error('Whether this computer runs on battery is unknown', error)
      change({ isOnBattery: null })
    }
  }
  looks.push({ everyMs: askPowerEveryMs, look: () => void askPower() })
  const network = new Promise<void>((known) => {
    watchNetwork(
      {
        isOnline: () => !needsLine || tools.hasAddress(),
        signature: tools.signature,
        askKind: tools.askKind,
        askMetered: tools.askMetered,
        every: (everyMs, look) => {
          looks.push({ everyMs, look })
          return () => undefined
        },
        onProblem: (problem) => logger.error('The kind of the network is unknown', problem),
      },
      ({ isOnline, ...rest }) => {
        // No address is no line; with one there may be a line, as requests will tell.
        change(isOnline === undefined ? rest : { ...rest, isOnline: isOnline ? null : false })
        if (rest.network !== undefined) known()
      },
    )
  })
  let stopWaiting: () => void = () => undefined
  const late = new Promise<void>((isLate) => {
    stopWaiting = clock.after(longestFirstLookMs, isLate)
  })
  await Promise.race([Promise.all([askPower(), network]), late])
  stopWaiting()

  return {
    facts: () => facts,
    subscribe(listener) {
      if (listeners.size === 0) looks.forEach((_, index) => beat(index))
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        for (const cancel of cancels) cancel()
        cancels = []
      }
    },
  }
}

/** The tools of a system. */
function systemTools(platform: NodeJS.Platform): SystemTools {
  return {
    signature: addressSignature,
    hasAddress: () =>
      Object.values(networkInterfaces()).some((addresses) =>
        addresses?.some(({ internal, address }) => !internal && !isLinkLocal(address)),
      ),
    askKind: askKindOfDefault,
    askMetered: () => askMetered(platform),
    askIsOnBattery: async () => {
      const { battery } = await import('systeminformation')
      return isOnBatteryBy(await battery())
    },
  }
}

/** What a machine gives itself where nobody gives it an address (RFC 3927, RFC 4291). */
const isLinkLocal = (address: string): boolean => /^(?:169\.254\.|fe[89ab])/i.test(address)

/** The words of systeminformation in ours; a computer without a battery never runs on one. */
export const isOnBatteryBy = (found: { hasBattery: boolean; acConnected: boolean }): boolean =>
  found.hasBattery && !found.acConnected
