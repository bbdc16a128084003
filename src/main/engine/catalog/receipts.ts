// What Google answered for which bytes since the oldest backup, in plain files beside the catalogue: when that is lost,
// this alone proves which photos an account has, because the library lists no fingerprints. A day's answers are one
// file, begun with each backup. A line that is cut off or damaged is left out, and its photo is sent again.
import { createHash } from 'node:crypto'
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { fileStamp, keptBackups } from './backup.ts'

/** Google answered these bytes of this account with this media item. */
export interface Receipt {
  sub: string
  clientId: string
  sha256: string
  mediaItemId: string
  productUrl: string | null
}

/** The receipts of one catalogue. */
export interface Receipts {
  /** Adds to the newest file. What cannot be written is not missed unless the catalogue is lost as well. */
  note(receipts: readonly Receipt[], at: number): void
  /** A backup was written: what is answered from now on is a file of its own, and those before the oldest backup go. */
  begin(at: number): void
}

const namePattern = /^receipts-\d{8}T\d{9}Z$/
const receiptSchema = z.tuple([
  z.string(),
  z.string(),
  z.string().regex(/^[0-9a-f]{64}$/),
  z.string().min(1),
  z.string().nullable(),
])

/** The folder of the receipts beside a catalogue; null where that lives in memory. */
export function receiptFolder(cataloguePath: string): string | null {
  return cataloguePath === ':memory:' ? null : join(cataloguePath, '..', 'receipts')
}

const listFiles = (folder: string): string[] => {
  try {
    return readdirSync(folder)
      .filter((name) => namePattern.test(name))
      .sort()
  } catch {
    return []
  }
}

const sumOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8)

/** Whether anything was ever answered here. */
export function hasReceipts(folder: string | null): boolean {
  return folder !== null && listFiles(folder).length > 0
}

/** Every receipt that is whole, the oldest first. */
export function readReceipts(folder: string | null): Receipt[] {
  if (folder === null) return []
  return listFiles(folder)
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .flatMap((line) => {
      const text = line.slice(9)
      if (text === '' || line.slice(0, 8) !== sumOf(text)) return []
      const [sub, clientId, sha256, mediaItemId, productUrl] = receiptSchema.parse(JSON.parse(text))
      return [{ sub, clientId, sha256, mediaItemId, productUrl }]
    })
}

/** Makes the receipts of a folder; none is made before the first answer. */
export function createReceipts(folder: string | null): Receipts {
  let current = folder === null ? null : (listFiles(folder).at(-1) ?? null)
  return {
    note: (receipts, at) => {
      if (folder === null || receipts.length === 0) return
      const lines = receipts.map(({ sub, clientId, sha256, mediaItemId, productUrl }) => {
        const text = JSON.stringify([sub, clientId, sha256, mediaItemId, productUrl])
        return `${sumOf(text)} ${text}\n`
      })
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        current ??= `receipts-${fileStamp(at)}`
        appendFileSync(join(folder, current), lines.join(''), { mode: 0o600 })
      } catch {
        // A full disk is met by the catalogue itself, which says so.
      }
    },
    begin: (at) => {
      if (folder === null) return
      current = `receipts-${fileStamp(at)}`
      for (const name of listFiles(folder).slice(0, -keptBackups))
        rmSync(join(folder, name), { force: true })
    },
  }
}
