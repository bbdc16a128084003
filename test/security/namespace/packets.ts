// Counts packets in the network namespace in which this process runs (watch-packets.py), and sorts them: to the stand-in, to
// other ports of this computer, to anywhere else.
import { spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'

/** What was counted. */
export interface Counted {
  readonly toStandIn: number
  /** Other ports of this computer, as "TCP 127.0.0.1:9", each with its number of packets. */
  readonly toThisComputer: Readonly<Record<string, number>>
  /** Anywhere else, the same way. */
  readonly toOutside: Readonly<Record<string, number>>
}

/** A running count. */
export interface PacketCount {
  counted(): Counted
  /** Forgets what was counted so far. */
  begin(): void
  stop(): Promise<void>
}

type Packet = [protocol: string, source: string, sourcePort: number, to: string, port: number]

/** The address of this computer in the namespace, beside its loopback. */
export const ownAddress = '192.0.2.2'
const isOwn = (address: string): boolean =>
  address.startsWith('127.') || address === ownAddress || address === '::1'

/** Starts counting; first it sees a packet of its own, so that a count of none means that there was none. */
export async function countPackets(standInPorts: readonly number[]): Promise<PacketCount> {
  const tap = spawn('python3', [join(import.meta.dirname, 'watch-packets.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const packets: Packet[] = []
  const lines = createInterface({ input: tap.stdout })
  await once(lines, 'line')
  lines.on('line', (line) => packets.push(JSON.parse(line) as Packet))
  const probe = createSocket('udp4')
  for (let tries = 0; packets.length === 0; tries += 1) {
    if (tries > 100) throw new Error('not even a packet that was sent on purpose is counted')
    probe.send('seen', 9, '198.51.100.1', () => undefined)
    await sleep(50)
  }
  probe.close()
  packets.length = 0
  return {
    begin: () => void (packets.length = 0),
    counted() {
      let toStandIn = 0
      const [toThisComputer, toOutside]: Record<string, number>[] = [{}, {}]
      for (const [protocol, source, sourcePort, to, port] of packets) {
        const isStandIn = isOwn(to) && [port, sourcePort].some((one) => standInPorts.includes(one))
        // What comes back from outside was asked for by what went there.
        if (isStandIn) toStandIn += 1
        else if (!isOwn(source) || protocol.startsWith('ICMP')) continue
        else {
          const sorted = (isOwn(to) ? toThisComputer : toOutside) ?? {}
          const name = `${protocol} ${to}:${port}`
          sorted[name] = (sorted[name] ?? 0) + 1
        }
      }
      return { toStandIn, toThisComputer: toThisComputer ?? {}, toOutside: toOutside ?? {} }
    },
    async stop() {
      const gone = once(tap, 'exit')
      tap.stdin.end()
      await gone
    },
  }
}
