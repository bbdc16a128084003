// What is known of the network: whether there is one, and whether it is Wi-Fi, a cable or a phone line. Asking can
// start system tools, so it is asked only when the machine's addresses change. Under the app and headless alike.
import { networkInterfaces } from 'node:os'
import type { SystemFacts } from '../ports/outside.ts'

/** The part of the facts that is about the network. */
export type NetworkFacts = Pick<SystemFacts, 'isOnline' | 'network' | 'isMetered'>

/** How the network is asked about. */
export interface NetworkPorts {
  /** Electron's word: false is certain, true only says that there is some interface. */
  isOnline(): boolean
  /** Text that differs when the addresses of this machine differ. */
  signature(): string
  /** The kind of the default interface; null when unknown. */
  askKind(): Promise<SystemFacts['network']>
  askMetered(): Promise<boolean | null>
  every(intervalMs: number, call: () => void): () => void
  onProblem(problem: unknown): void
}

// Reading addresses costs microseconds; a change of network is noticed within this time.
const lookEveryMs = 5_000

/** Watches the network; calls with what changed. `look` is for a wake-up, when everything may have changed. */
export function watchNetwork(
  ports: NetworkPorts,
  tell: (facts: Partial<NetworkFacts>) => void,
): { look(): void; stop(): void } {
  let lastSignature: string | null = null
  let lastOnline: boolean | null = null

  const ask = async (signature: string): Promise<void> => {
    try {
      const [network, isMetered] = await Promise.all([ports.askKind(), ports.askMetered()])
      // Another change came while the tools ran: their answer is about the past.
      if (signature === lastSignature) tell({ network, isMetered })
    } catch (error) {
      ports.onProblem(error)
      if (signature === lastSignature) tell({ network: null, isMetered: null })
    }
  }

  const look = (): void => {
    const isOnline = ports.isOnline()
    if (isOnline !== lastOnline) {
      lastOnline = isOnline
      tell({ isOnline })
    }
    const signature = ports.signature()
    if (signature === lastSignature) return
    lastSignature = signature
    void ask(signature)
  }

  look()
  const stop = ports.every(lookEveryMs, look)
  return {
    look() {
      lastSignature = null
      look()
    },
    stop,
  }
}

/** The machine's addresses as one text. */
export const addressSignature = (): string =>
  Object.entries(networkInterfaces())
    .flatMap(([name, addresses]) => (addresses ?? []).map(({ cidr }) => `${name} ${cidr ?? ''}`))
    .sort()
    .join('\n')

/** An interface as systeminformation tells of it. */
interface FoundInterface {
  type?: string
  virtual?: boolean
  ifaceName?: string
  iface?: string
}

/** The words of systeminformation in ours; interfaces that are neither are unknown. */
export function kindOf(found: FoundInterface | null): SystemFacts['network'] {
  // A tunnel says nothing of the line below it.
  if (found === null || found.virtual === true) return null
  // Modems are named so by systemd (wwan0), macOS (pdp_ip0) and Windows ("Cellular"); systeminformation calls them wired.
  if (/^(?:wwan|wwp|pdp_ip|cellular)/i.test(found.ifaceName ?? found.iface ?? '')) return 'cellular'
  if (found.type === 'wireless') return 'wifi'
  return found.type === 'wired' ? 'cable' : null
}

/** Asks systeminformation for the default interface. */
export async function askKindOfDefault(): Promise<SystemFacts['network']> {
  const { networkInterfaces: ask } = await import('systeminformation')
  const found: FoundInterface | FoundInterface[] = await ask('default')
  return kindOf([found].flat()[0] ?? null)
}
