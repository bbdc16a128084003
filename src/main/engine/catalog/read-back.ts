// After the catalogue was lost: which contents the library has already. Only a receipt proves that, Google's own answer
// for these very bytes and this account; name, sides and time of capture are those of an edited photo as well. A receipt
// counts once the library has listed its media item. What is not proved is sent again, and Google knows its own bytes.
import * as z from 'zod'
import type { Lifecycle } from '../../../shared/model.ts'
import type { ReadBackPlace } from '../ports/catalogue.ts'
import type { ListedItem } from '../ports/photos.ts'
import type { Accounts } from './accounts.ts'
import type { Room } from './database.ts'
import { keptUnder } from './kept.ts'
import { uploadLifecycle, type UploadRow } from './lifecycle-rows.ts'
import type { Receipt } from './receipts.ts'
import type { States } from './states.ts'

/** What was read back, and what it says. */
export interface ReadBack {
  isNeeded(): boolean
  setNeeded(isNeeded: boolean): void
  place(): ReadBackPlace
  /** Takes what was answered before the loss. */
  keep(receipts: readonly Receipt[]): void
  /** Takes a page of the library; returns how many contents became done. A place without a next page is the end. */
  adopt(items: readonly ListedItem[], place: ReadBackPlace): number
  /** 'done' for an upload that is ready to be sent and that the library has; else null. */
  match(upload: UploadRow, next: Lifecycle): Lifecycle | null
}

const neededKey = 'catalog.needsReadBack'
const placeKey = 'catalog.readBackPlace'
const placeSchema = z.object({
  sub: z.string(),
  clientId: z.string(),
  next: z.string().nullable(),
  day: z.string(),
  requests: z.number(),
})
const atTheBeginning: ReadBackPlace = { next: null, day: '', requests: 0 }

/** Prepares the statements. */
export function createReadBack(
  { db, now, write }: Room,
  accounts: Accounts,
  states: States,
): ReadBack {
  const addReceipt = db.prepare(
    `INSERT INTO receipt (sub, client_id, sha256, media_item_id, product_url)
     VALUES (@sub, @clientId, unhex(@sha256), @mediaItemId, @productUrl)
     ON CONFLICT (sub, client_id, sha256)
       DO UPDATE SET media_item_id = excluded.media_item_id, product_url = excluded.product_url`,
  )
  const confirm = db.prepare(
    `UPDATE receipt SET is_listed = 1, product_url = coalesce(@productUrl, product_url)
     WHERE sub = @sub AND client_id = @clientId AND media_item_id = @mediaItemId`,
  )
  const waitingFor = db
    .prepare<[string, string, string, number], number>(
      `SELECT upload.id FROM receipt INDEXED BY receipt_item
       JOIN content ON content.sha256 = receipt.sha256
       JOIN upload ON upload.content_id = content.id
       WHERE receipt.sub = ? AND receipt.client_id = ? AND receipt.media_item_id = ? AND upload.account_id = ?
         AND upload.plan IS NOT NULL AND upload.state IN ('ready', 'waiting')`,
    )
    .pluck()
  const listedFor = db.prepare<
    [string, string, number],
    { mediaItemId: string; productUrl: string | null }
  >(
    `SELECT media_item_id AS mediaItemId, product_url AS productUrl FROM receipt
     WHERE sub = ? AND client_id = ? AND sha256 = (SELECT sha256 FROM content WHERE id = ?) AND is_listed = 1`,
  )
  const hasPending = db
    .prepare<[string, string], number>(
      'SELECT 1 FROM receipt WHERE sub = ? AND client_id = ? AND is_listed = 0 LIMIT 1',
    )
    .pluck()
  const dropPending = db.prepare<[string, string]>(
    'DELETE FROM receipt WHERE sub = ? AND client_id = ? AND is_listed = 0',
  )
  const keptNeed = keptUnder(neededKey, { db })
  const keptPlace = keptUnder(placeKey, { db })

  const doneFor = (upload: UploadRow, next: Lifecycle): Lifecycle | null => {
    const account = accounts.currentAccount()
    if (account === null || upload.accountId !== accounts.currentId()) return null
    if (!('plan' in next) || next.plan === null) return null
    const item = listedFor.get(account.sub, account.clientId, upload.contentId)
    return item === undefined ? null : { state: 'done', plan: next.plan, ...item }
  }

  return {
    isNeeded: () => {
      // A word that can no longer be read was one: reading back once too often sends nothing twice.
      if ([null, false].includes(keptNeed.read() as boolean | null)) return false
      const account = accounts.currentAccount()
      return account === null || hasPending.get(account.sub, account.clientId) === 1
    },
    setNeeded: (isNeeded) => {
      write(() => keptNeed.store(isNeeded))
    },
    place: () => {
      const stored = placeSchema.safeParse(keptPlace.read())
      const account = accounts.currentAccount()
      if (!stored.success || account === null) return atTheBeginning
      const { sub, clientId, next, day, requests } = stored.data
      // A budget is a client's, a page of one account's library.
      if (clientId !== account.clientId) return atTheBeginning
      return { next: sub === account.sub ? next : null, day, requests }
    },
    keep: (receipts) => {
      write(() => {
        for (const receipt of receipts) addReceipt.run(receipt)
      })
    },
    match: (upload, next) => (next.state === 'ready' ? doneFor(upload, next) : null),
    adopt: (items, place) =>
      write(() => {
        const at = Math.round(now())
        const account = accounts.currentAccount()
        if (account === null) return 0
        const { sub, clientId } = account
        let adopted = 0
        for (const { mediaItemId, productUrl } of items) {
          if (confirm.run({ sub, clientId, mediaItemId, productUrl }).changes === 0) continue
          for (const id of waitingFor.all(sub, clientId, mediaItemId, accounts.currentId())) {
            const upload = states.uploadById(id)
            const next = upload === undefined ? null : doneFor(upload, uploadLifecycle(upload))
            if (upload === undefined || next === null) continue
            states.moveUpload(upload, next, at, true)
            adopted += 1
          }
        }
        keptPlace.store({ ...place, sub, clientId })
        // What the whole library does not list is no longer in it.
        if (place.next === null) dropPending.run(sub, clientId)
        return adopted
      }),
  }
}
