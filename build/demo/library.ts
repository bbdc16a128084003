// Asks the emulator, over its control API, what its library holds, and sets its line speed.
// What that says about the demo's folder is compare.ts.
import * as z from 'zod'

const itemSchema = z.object({
  id: z.string(),
  filename: z.string(),
  sha256: z.string(),
  sizeBytes: z.number(),
  width: z.number(),
  height: z.number(),
  timesSent: z.number(),
  localTime: z.string(),
  datedBy: z.string().nullable(),
})
const librarySchema = z.object({ items: z.array(itemSchema) })

/** One photo in the emulator's library. */
export type LibraryItem = z.infer<typeof itemSchema>

/** The emulator's library and line, from outside. */
export interface Library {
  items(): Promise<LibraryItem[]>
  /** The bytes of one item, as they were sent. */
  bytesOf(id: string): Promise<Buffer>
  /** null: as fast as it goes. */
  setLineSpeed(bytesPerSecond: number | null): Promise<void>
  /** Resolves once the library holds these bytes; null when it still does not after so long. */
  waitFor(sha256: string, timeoutMs: number): Promise<LibraryItem | null>
}

/** The library of the emulator at an origin. */
export function openLibrary(origin: string): Library {
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const reply = await fetch(`${origin}/__control/${path}`, init)
    if (!reply.ok) throw new Error(`The emulator answered ${reply.status} to ${path}.`)
    return reply
  }
  const items = async (): Promise<LibraryItem[]> =>
    librarySchema.parse(await (await ask('library')).json()).items

  return {
    items,
    bytesOf: async (id) =>
      Buffer.from(await (await ask(`file?id=${encodeURIComponent(id)}`)).arrayBuffer()),
    async setLineSpeed(bytesPerSecond) {
      const body = JSON.stringify({ uploadBytesPerSecond: bytesPerSecond })
      const headers = { 'content-type': 'application/json' }
      await (await ask('settings', { method: 'POST', body, headers })).arrayBuffer()
    },
    async waitFor(sha256, timeoutMs) {
      const giveUpAt = performance.now() + timeoutMs
      for (;;) {
        const found = (await items()).find((item) => item.sha256 === sha256)
        if (found !== undefined) return found
        if (performance.now() > giveUpAt) return null
        // Answers at the next request that begins or ends, or after this time.
        await (await ask(`ledger?since=${newerThanAll}&waitMs=${lookAgainMs}`)).arrayBuffer()
      }
    },
  }
}

// A change between two looks is not missed for longer than this.
const lookAgainMs = 250
const newerThanAll = Number.MAX_SAFE_INTEGER
