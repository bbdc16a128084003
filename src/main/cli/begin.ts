// What `shoebox backup` does before anything is sent: refuses what is wrong before anything is changed, adds the folders, all
// or none, and stores what was chosen for them.
import type { Failure } from '../../shared/failure.ts'
import type { LimitChoice, PhotoSize, UploadOrder, VersionChoice } from '../../shared/model.ts'
import { ok, type Result } from '../../shared/result.ts'
import type { Engine } from '../engine/index.ts'
import { readInside, type NamedFolders } from './inside.ts'

/** What `--captions` can be. */
export const captionChoices = ['on', 'off'] as const
/** One of {@link captionChoices}. */
export type CaptionChoice = (typeof captionChoices)[number]

/** What the command was called with. */
export interface BackupWish extends NamedFolders {
  size: PhotoSize | null
  /** What is left out for being very large: only what Google refuses, or more; null: as chosen before. */
  limits: LimitChoice | null
  /** Which photos go first; null: as chosen before. */
  order: UploadOrder | null
  isOnce: boolean
  /** What lies in the folders is what they hold, even where another drive seems to be in their place. */
  isConfirmed: boolean
  /** Whether links inside the folders are followed; null: as chosen before. */
  followLinks: boolean | null
  /** Whether files that change after they were backed up are sent again; null: as chosen before. */
  changedVersions: VersionChoice | null
  /** What is wanted for photos that carry no date (shared/photo-dates.ts); null: as chosen before. */
  undated: string | null
  /** Whether what people wrote of their photos goes with them; null: as chosen before. */
  captions: CaptionChoice | null
  /** Which albums their photos go into (shared/albums.ts); null: as chosen before. */
  albums: string | null
  /** What is left out of files that are one picture together (shared/pairs.ts); null: as chosen before. */
  pairs: string | null
  /** What is in Google Photos already of the folders (shared/already.ts); null: as chosen before. */
  already: string | null
  isJson: boolean
}

/** Adds the folders and stores the choices; what is to run is just these folders. */
export async function begin(engine: Engine, wish: BackupWish): Promise<Result<null, Failure>> {
  const status = await engine.call('getStatus', {})
  if (!status.ok) return status
  const { signIn } = status.value
  if (signIn.kind === 'signed-out') return { ok: false, failure: signIn }
  const { sources } = status.value
  const inside = readInside(
    wish,
    (path) => sources.find((source) => source.path === path)?.leftOut ?? [],
  )
  if (!inside.ok) return inside
  const sourceIds: string[] = []
  const added: string[] = []
  for (const folder of wish.folders) {
    const known = new Set(engine.sourceIds())
    const result = await engine.call('addSource', {
      path: folder,
      ...(wish.already === null ? {} : { already: wish.already }),
    })
    if (!result.ok) {
      // One wrong folder and nothing is added.
      for (const sourceId of added) await engine.call('removeSource', { sourceId })
      return result
    }
    sourceIds.push(result.value.sourceId)
    if (!known.has(result.value.sourceId)) added.push(result.value.sourceId)
  }
  const changed = await engine.call('changeSettings', {
    change: {
      isBackupOn: true,
      pausedUntil: null,
      ...(wish.size === null ? {} : { photoSize: wish.size }),
      ...(wish.limits === null ? {} : { limits: wish.limits }),
      ...(wish.order === null ? {} : { uploadOrder: wish.order }),
      ...(wish.captions === null ? {} : { sendCaptions: wish.captions === 'on' }),
    },
  })
  if (!changed.ok) return changed
  const ofFolders = {
    ...(wish.followLinks === null ? {} : { followLinks: wish.followLinks }),
    ...(wish.changedVersions === null ? {} : { changedVersions: wish.changedVersions }),
    ...(wish.undated === null ? {} : { undated: wish.undated }),
    ...(wish.already === null ? {} : { already: wish.already }),
    ...(wish.pairs === null ? {} : { pairs: wish.pairs }),
    ...(wish.albums === null ? {} : { albums: wish.albums }),
  }
  if (Object.keys(ofFolders).length > 0)
    for (const sourceId of sourceIds) {
      const chosen = await engine.call('changeSource', { sourceId, ...ofFolders })
      if (!chosen.ok) return chosen
    }
  const { first, ticks } = inside.value
  const idAt = (at: number): string => sourceIds[at] ?? ''
  if (first !== null) {
    const chosen = await engine.call('changeSource', { sourceId: idAt(first), goesFirst: true })
    if (!chosen.ok) return chosen
  }
  for (const { at, folder, isLeftOut } of ticks) {
    const ticked = await engine.call('leaveOut', { sourceId: idAt(at), folder, isLeftOut })
    if (!ticked.ok) return ticked
  }
  await engine.restrictTo(sourceIds)
  if (wish.isConfirmed)
    for (const sourceId of sourceIds) {
      const confirmed = await engine.call('confirmSource', { sourceId })
      if (!confirmed.ok) return confirmed
    }
  return ok(null)
}
