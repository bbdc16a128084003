// The facts of this machine as the engine knows them, put together from power and network; null is unknown.
import { net } from 'electron'
import { isOnBattery, networkKind } from '../engine/conditions/linux-surroundings.ts'
import { askMetered } from '../engine/conditions/metered.ts'
import {
  addressSignature,
  askKindOfDefault,
  watchNetwork,
  type NetworkPorts,
} from '../engine/conditions/network-facts.ts'
import type { Logger, SystemFacts } from '../engine/ports/outside.ts'
import { systemClock } from '../engine/system-ports.ts'
import { createBeat } from './beat.ts'
import { watchPower } from './power-facts.ts'
import { watchUse } from './use-facts.ts'

/** Facts that keep themselves up to date. */
export interface MachineFacts {
  /** Looks for the first time, which may start the system's tools; before, everything is unknown. */
  start(): void
  current(): SystemFacts
  /** What the user sees, or what is to be done, changed. */
  follow(): void
  stop(): void
}

/** What is watched and who is told. */
export interface MachineRequest {
  platform: NodeJS.Platform
  /** Where Linux tells of power and network; null is its usual place. */
  classFolder: string | null
  logger: Logger
  /** Whether nothing depends on what is looked at. */
  isCalm(): boolean
  /** Called for each change. */
  tell(facts: SystemFacts): void
}

/** Makes the watch; nothing is looked at before `start`. */
export function watchMachine({
  platform,
  classFolder,
  logger,
  isCalm,
  tell,
}: MachineRequest): MachineFacts {
  const beat = createBeat(systemClock, isCalm)
  const linux = {
    isOnBattery: () => isOnBattery(classFolder ?? undefined),
    networkKind: () => networkKind(classFolder ?? undefined),
  }
  let facts: SystemFacts = {
    isOnline: null,
    network: null,
    isMetered: null,
    isOnBattery: null,
    isInUse: null,
    isAsleep: false,
  }
  const change = (part: Partial<SystemFacts>): void => {
    const next = { ...facts, ...part }
    const isSame = Object.entries(next).every(
      ([key, value]) => facts[key as keyof SystemFacts] === value,
    )
    facts = next
    if (!isSame) tell(next)
  }
  const networkPorts: NetworkPorts = {
    isOnline: () => net.isOnline(),
    // Linux tells the kind for nothing, so it is looked at each time; elsewhere asking starts the system's tools.
    ...(platform === 'linux'
      ? {
          signature: () => `${addressSignature()}\n${linux.networkKind() ?? ''}`,
          askKind: async () => linux.networkKind(),
        }
      : { signature: addressSignature, askKind: askKindOfDefault }),
    askMetered: () => askMetered(platform),
    // As often as everything else here.
    every: (_intervalMs, call) => beat.each(call),
    onProblem: (problem) => logger.error('The kind of the network is unknown', problem),
  }
  let stop = (): void => undefined
  return {
    start() {
      const network = watchNetwork(networkPorts, change)
      const stopPower = watchPower(platform, linux.isOnBattery, beat, (power) => {
        change(power)
        if (power.isAsleep === false) network.look()
      })
      const stopUse = watchUse(platform, beat, change)
      stop = () => {
        network.stop()
        stopUse()
        stopPower()
        beat.stop()
      }
    },
    current: () => facts,
    follow: beat.follow,
    stop: () => stop(),
  }
}
