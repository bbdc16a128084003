// After another photo size or another limit was chosen: takes the plans of what is prepared and not sent back, so that it is
// prepared anew. What was sent, or is being created, stays as it is.
import { renditionOf } from '../../../shared/copy-plan.ts'
import type { Lifecycle, SendPlan } from '../../../shared/model.ts'
import type { Catalog } from '../ports/catalogue.ts'
import type { Limits } from '../ports/prepare.ts'
import type { Accounts } from './accounts.ts'
import { theRow, type Room } from './database.ts'
import { uploadLifecycle } from './lifecycle-rows.ts'
import type { Sources } from './sources.ts'
import type { States } from './states.ts'

/** The state without its plan; null: it has none that could be changed. */
function withoutPlan(lifecycle: Lifecycle): Lifecycle | null {
  if (lifecycle.state === 'ready') return { state: 'fingerprinted' }
  if (lifecycle.state !== 'waiting' || lifecycle.resumesAs !== 'ready') return null
  // What it waits for holds whatever the size is.
  return { ...lifecycle, resumesAs: 'fingerprinted', plan: null, token: null, tokenAt: null }
}

/** Prepares the statements. */
export function createPlanAnew(
  { db, now: clockNow, write }: Room,
  accounts: Accounts,
  sources: Sources,
  states: States,
): Pick<Catalog, 'planAnew'> {
  // Preparing runs only so far ahead of sending: these are a few hundred.
  const readyFiles = db.prepare<[number, number], { fileId: number; uploadId: number }>(
    `SELECT file.id AS fileId, upload.id AS uploadId
     FROM file INDEXED BY file_turn JOIN upload ON upload.account_id = ? AND upload.content_id = file.content_id
     WHERE file.source_id = ? AND file.turn = 'ready'`,
  )
  const isNeeded = db
    .prepare<[string], number>(
      `SELECT 1 FROM upload INDEXED BY upload_rendition
       WHERE is_reduced = 1 AND state <> 'done' AND plan ->> 'rendition' = ? LIMIT 1`,
    )
    .pluck()

  // Other bytes than those a creation left with would be a second item.
  const isBegun = db.prepare<[number], number>('SELECT begun FROM upload WHERE id = ?').pluck()
  const mediaKindOf = db
    .prepare<[number], string>('SELECT media_kind FROM content WHERE id = ?')
    .pluck()
  const pixelsOf = db
    .prepare<[number], number>('SELECT coalesce(width * height, 0) FROM content WHERE id = ?')
    .pluck()
  const isAbove = (contentId: number, plan: SendPlan, limits: Limits): boolean => {
    if (mediaKindOf.get(contentId) === 'video') return plan.sizeBytes > limits.videoBytes
    const pixels =
      plan.kind === 'reduced' ? plan.width * plan.height : theRow(pixelsOf.get(contentId))
    return plan.sizeBytes > limits.photoBytes || pixels > limits.photoPixels
  }

  return {
    planAnew: (sourceId, sending, above) => {
      const now = Math.round(clockNow())
      const accountId = accounts.currentId()
      const chosen = sources
        .sources()
        .filter(
          (source) =>
            above !== undefined ||
            (sourceId === null ? source.photoSize === null : source.sourceId === sourceId),
        )
      return write(() => {
        const files = chosen.flatMap((source) => readyFiles.all(accountId, source.sourceId))
        const kept = new Set(
          [...sending].map((fileId) => states.fileById(fileId)?.contentId ?? null),
        )
        const dropped = new Set<string>()
        let uploads = 0
        for (const uploadId of new Set(files.map((file) => file.uploadId))) {
          const upload = states.uploadById(uploadId)
          if (upload === undefined || kept.has(upload.contentId) || isBegun.get(uploadId) === 1)
            continue
          const was = uploadLifecycle(upload)
          const next = withoutPlan(was)
          if (next === null) continue
          const plan = 'plan' in was ? was.plan : null
          if (above && plan && !isAbove(upload.contentId, plan, above)) continue
          states.moveUpload(upload, next, now)
          uploads += 1
          const rendition = renditionOf(plan)
          if (rendition !== null) dropped.add(rendition)
        }
        const renditions = [...dropped].filter((name) => isNeeded.get(name) === undefined)
        return { uploads, renditions }
      })
    },
  }
}
