// A line to the emulator that counts what goes up on it and when: every byte, requests' own words included, as it
// arrives. It passes everything on and keeps nothing back; where it leads is the caller's.
import { connect, createServer, type AddressInfo, type Server } from 'node:net'
import type { Duplex } from 'node:stream'

/** Bytes that have come up to a moment, in milliseconds of the monotonic clock. */
export interface Arrival {
  at: number
  /** All bytes so far. */
  total: number
  /** The counter was up to date at this moment: it had not been kept waiting for a core. */
  isSure: boolean
}

/** The line. */
export interface Line {
  /** What stands in for the emulator's own origin. */
  readonly origin: string
  /** Everything counted since the last call. */
  take(): Arrival[]
  close(): Promise<void>
}

const tickMs = 5
/** A tick that comes later than this found bytes that had been there for a while. */
const sureMs = 20

/** Opens a line to the emulator at `port`, over connections as `dial` makes them. */
export async function openLine(port: number, dial: () => Promise<Duplex>): Promise<Line> {
  const open = new Set<Duplex>()
  let arrivals: Arrival[] = []
  let total = 0
  let lastTick = performance.now()
  const timer = setInterval(() => {
    const at = performance.now()
    arrivals.push({ at, total, isSure: at - lastTick <= sureMs })
    lastTick = at
  }, tickMs)
  const join = (client: Duplex, onward: Duplex): void => {
    client.on('data', (chunk: Buffer) => {
      total += chunk.length
      if (onward.write(chunk)) return
      client.pause()
      onward.once('drain', () => client.resume())
    })
    onward.on('data', (chunk: Buffer) => client.write(toUs(chunk)))
    for (const [one, other] of [
      [client, onward],
      [onward, client],
    ] as const) {
      open.add(one)
      one.on('end', () => other.end())
      one.on('error', () => other.destroy())
      one.on('close', () => {
        open.delete(one)
        other.destroy()
      })
    }
  }
  const server = createServer((client) => {
    client.setNoDelay(true)
    dial().then(
      (onward) => join(client, onward),
      () => client.destroy(),
    )
  })
  // The emulator names itself in the address of an upload session; the engine follows only its own origin.
  const toUs = (chunk: Buffer): Buffer =>
    chunk.includes(`:${port}`)
      ? Buffer.from(chunk.toString('latin1').replaceAll(`:${port}`, `:${ownPort}`), 'latin1')
      : chunk
  const ownPort = await listenBeside(server, port)

  return {
    origin: `http://127.0.0.1:${ownPort}`,
    take() {
      const taken = arrivals
      arrivals = []
      return taken
    },
    async close() {
      clearInterval(timer)
      const closed = new Promise((resolve) => server.close(resolve))
      for (const stream of open) stream.destroy()
      await closed
    },
  }
}

/** Listens on a port of as many digits as the other one, so that answers keep their length when it is written into them. */
async function listenBeside(server: Server, port: number): Promise<number> {
  for (;;) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port: own } = server.address() as AddressInfo
    if (String(own).length === String(port).length) return own
    await new Promise((resolve) => server.close(resolve))
  }
}

/** Plain connections to a port of this computer. */
export const dialTo = (port: number) => async (): Promise<Duplex> =>
  connect(port, '127.0.0.1').setNoDelay(true)

/** Bytes in the fullest and in the emptiest window of a length, of those that begin while the counter was sure. */
export function windowsOf(
  arrivals: readonly Arrival[],
  windowMs: number,
): { most: number; least: number } {
  let [most, least] = [0, Infinity]
  let end = 0
  for (const from of arrivals) {
    while (end < arrivals.length && (arrivals[end]?.at ?? 0) < from.at + windowMs) end += 1
    const to = arrivals[end]
    if (to === undefined) break
    if (!from.isSure) continue
    most = Math.max(most, to.total - from.total)
    least = Math.min(least, to.total - from.total)
  }
  return { most, least }
}
