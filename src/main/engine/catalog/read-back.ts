// After the catalogue was lost: what the library lists as this app's own items, and which of our
// contents they are. Evidence is the sent name, both sides in pixels and the time of capture; where
// the time is not known the bytes are sent again, and Google answers with the item it has, whereas a
// wrong match would lose a photo. One item never stands for two contents: when Google answers another
// content with an item that was matched here, the match was wrong and that content is sent after all.
import type { Lifecycle, SendPlan } from '../../../shared/model.ts'
import type { ListedItem } from '../ports/photos.ts'
import type { Accounts } from './accounts.ts'
import type { Room } from './database.ts'
import { uploadColumns, uploadLifecycle, type UploadRow } from './lifecycle-rows.ts'
import type { States } from './states.ts'

/** What was read back, and what it says. */
export interface ReadBack {
  isNeeded(): boolean
  setNeeded(isNeeded: boolean): void
  /** Keeps items not yet known, matches what can be matched now; returns how many contents became done. */
  adopt(items: readonly ListedItem[]): number
  /** 'done' for an upload that is ready to be sent and that the library surely has; else null. */
  match(upload: UploadRow, next: Lifecycle): Lifecycle | null
  /** Google answered this upload with a media item: whatever was only thought to be that item is not. */
  correct(upload: UploadRow, mediaItemId: string, now: number): void
}

interface Item {
  mediaItemId: string
  productUrl: string | null
  createdAt: number
}

const neededKey = 'catalog.needsReadBack'
// Capture times without a zone are shown by Google in a zone of its choice. Zones differ from one another
// by quarters of an hour and by at most 14 hours from Greenwich each.
const zoneStepMs = 15 * 60 * 1000
const widestZonesMs = 26 * 60 * 60 * 1000
// Google shows whole seconds, EXIF may carry parts of one.
const roundingMs = 1000

function isSameMoment(takenAt: number, createdAt: number): boolean {
  const apart = Math.abs(takenAt - createdAt)
  if (apart > widestZonesMs + roundingMs) return false
  const rest = apart % zoneStepMs
  return Math.min(rest, zoneStepMs - rest) <= roundingMs
}

/** Prepares the statements. */
export function createReadBack(
  { db, now, write }: Room,
  accounts: Accounts,
  states: States,
): ReadBack {
  const addItem = db.prepare(
    `INSERT INTO listed_item (media_item_id, product_url, file_name, width, height, created_at)
     SELECT @mediaItemId, @productUrl, @fileName, @width, @height, @createdAt
     WHERE NOT EXISTS (SELECT 1 FROM upload WHERE account_id = @accountId AND media_item_id = @mediaItemId)
     ON CONFLICT (media_item_id) DO NOTHING`,
  )
  const itemsNamed = db.prepare<[string, number, number], Item>(
    `SELECT media_item_id AS mediaItemId, product_url AS productUrl, created_at AS createdAt FROM listed_item
     WHERE file_name = ? AND width = ? AND height = ?`,
  )
  const dropItem = db.prepare<[string]>('DELETE FROM listed_item WHERE media_item_id = ?')
  const dropKnown = db.prepare<[number]>(
    `DELETE FROM listed_item WHERE media_item_id IN
       (SELECT media_item_id FROM upload WHERE account_id = ? AND media_item_id IS NOT NULL)`,
  )
  const factsOf = db.prepare<[number], { width: number; height: number; takenAt: number }>(
    `SELECT width, height, taken_at AS takenAt FROM content
     WHERE id = ? AND width IS NOT NULL AND height IS NOT NULL AND taken_at IS NOT NULL`,
  )
  const hasItems = db.prepare<[], number>('SELECT EXISTS (SELECT 1 FROM listed_item)').pluck()
  const planned = db.prepare<[number], UploadRow>(
    `SELECT ${uploadColumns} FROM upload WHERE account_id = ? AND plan IS NOT NULL AND state IN ('ready', 'waiting')`,
  )
  const readBackAs = db.prepare<[number, string], UploadRow>(
    `SELECT ${uploadColumns} FROM upload INDEXED BY upload_read_back
     WHERE account_id = ? AND media_item_id = ? AND is_read_back = 1`,
  )
  const readFlag = db.prepare<[string], string>('SELECT value FROM setting WHERE key = ?').pluck()
  const setFlag = db.prepare<[string, string]>(
    'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  )

  const itemFor = (plan: SendPlan, facts: { width: number; height: number; takenAt: number }) => {
    const sides = plan.kind === 'reduced' ? plan : facts
    const items = itemsNamed
      .all(plan.fileName, sides.width, sides.height)
      .filter((item) => isSameMoment(facts.takenAt, item.createdAt))
    return items.length === 1 ? items[0] : undefined
  }

  const match = (upload: UploadRow, next: Lifecycle): Lifecycle | null => {
    if (next.state !== 'ready' || hasItems.get() === 0) return null
    const facts = factsOf.get(upload.contentId)
    const item = facts === undefined ? undefined : itemFor(next.plan, facts)
    if (item === undefined) return null
    dropItem.run(item.mediaItemId)
    const { mediaItemId, productUrl } = item
    return { state: 'done', plan: next.plan, mediaItemId, productUrl }
  }

  return {
    isNeeded: () => readFlag.get(neededKey) === 'true',
    setNeeded: (isNeeded) => {
      write(() => setFlag.run(neededKey, JSON.stringify(isNeeded)))
    },
    match,
    correct: (upload, mediaItemId, at) => {
      dropItem.run(mediaItemId)
      for (const wrong of readBackAs.all(upload.accountId, mediaItemId)) {
        if (wrong.id === upload.id) continue
        states.moveUpload(wrong, { state: 'fingerprinted' }, at)
        if (wrong.accountId === accounts.currentId()) states.settle(wrong.contentId, at)
      }
    },
    adopt: (items) =>
      write(() => {
        const at = Math.round(now())
        const accountId = accounts.currentId()
        for (const { createdAt, ...item } of items) {
          if (item.width === null || item.height === null || createdAt === null) continue
          addItem.run({ ...item, createdAt: Math.round(createdAt), accountId })
        }
        dropKnown.run(accountId)
        let adopted = 0
        for (const upload of planned.all(accountId)) {
          const was = uploadLifecycle(upload)
          if (!('plan' in was) || was.plan === null) continue
          const next = match(upload, { state: 'ready', plan: was.plan })
          if (next === null) continue
          states.moveUpload(upload, next, at, true)
          adopted += 1
        }
        return adopted
      }),
  }
}
