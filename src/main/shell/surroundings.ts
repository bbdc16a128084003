// The facts of this machine as the engine knows them, put together from power and network; null is unknown.
import { net } from 'electron'
import type { Logger, SystemFacts } from '../engine/ports.ts'
import { askMetered } from './metered.ts'
import { addressSignature, askKindOfDefault, watchNetwork } from './network-facts.ts'
import { watchPower } from './power-facts.ts'

/** Facts that keep themselves up to date. */
export interface MachineFacts {
  current(): SystemFacts
  stop(): void
}

/** Starts to watch; `tell` is called for each change. */
export function watchMachine(
  platform: NodeJS.Platform,
  logger: Logger,
  tell: (facts: SystemFacts) => void,
): MachineFacts {
  let facts: SystemFacts = {
    isOnline: null,
    network: null,
    isMetered: null,
    isOnBattery: null,
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
  const network = watchNetwork(
    {
      isOnline: () => net.isOnline(),
      signature: addressSignature,
      askKind: askKindOfDefault,
      askMetered: () => askMetered(platform),
      every(intervalMs, call) {
        const timer = setInterval(call, intervalMs)
        return () => clearInterval(timer)
      },
      onProblem: (problem) => logger.error('The kind of the network is unknown', problem),
    },
    change,
  )
  const stopPower = watchPower(platform, (power) => {
    change(power)
    if (power.isAsleep === false) network.look()
  })
  return {
    current: () => facts,
    stop() {
      network.stop()
      stopPower()
    },
  }
}
