/**
 * mediaItems:batchCreate, where uploaded bytes become media items (photos-api.md 3): limits, per-item results in order,
 * Google's duplicate rules, one call at a time per account. Upload tokens come from uploads/.
 */
import { z } from 'zod'
import { json, Refusal, type Answer } from '../core/answer.ts'
import type { SignedInCall } from '../core/call.ts'
import type { Context } from '../core/context.ts'
import { errorFacts } from '../core/context.ts'
import type { FaultSubject } from '../core/faults.ts'
import { googleError, invalidArgument } from '../core/google-errors.ts'
import { readJson } from '../core/json-body.ts'
import type { Album, MediaItem, UploadToken } from '../core/model.ts'
import { newMediaId } from '../core/secrets.ts'
import { isStorageFull } from '../uploads/raw.ts'
import {
  albumPositionSchema,
  insertEntries,
  itemIdsIn,
  placeInAlbum,
  refuseFullAlbum,
} from './album-entries.ts'
import { itemDate } from '../media/dates.ts'
import { refuseLongDescription } from './descriptions.ts'
import { viewItem } from './item-view.ts'
import { enterWrite } from './one-write.ts'
import { afterSameBytes } from './same-bytes.ts'

const maxItems = 50
const maxFileName = 255
const failedMessage = 'Failed: There was an error while trying to create this media item.'

const requestSchema = z.strictObject({
  albumId: z.string().optional(),
  albumPosition: albumPositionSchema.optional(),
  newMediaItems: z
    .array(
      z.strictObject({
        description: z.string().optional(),
        simpleMediaItem: z
          .strictObject({ uploadToken: z.string().optional(), fileName: z.string().optional() })
          .optional(),
      }),
    )
    .optional(),
})

/** One new item of a request, with the receipt for its bytes when that is good. */
type Wanted = {
  readonly uploadToken: string
  readonly token: UploadToken | null
  readonly fileName: string | null
  readonly description: string
}

type Outcome =
  | { readonly code: 0; readonly item: MediaItem }
  | { readonly code: number; readonly message: string }

/** Makes media items of uploaded bytes. */
export async function batchCreate(context: Context, call: SignedInCall): Promise<Answer> {
  const request = await readJson(call.exchange, requestSchema)
  const { email, client } = call.caller
  const facts = errorFacts(context, client)
  enterWrite(context, call)

  const entries = request.newMediaItems ?? []
  if (entries.length === 0) {
    throw new Refusal(invalidArgument('Request must have at least one item.'))
  }
  if (entries.length > maxItems) {
    throw new Refusal(invalidArgument('Request must have less than 50 items.'))
  }
  const wanted = entries.map((entry) => toWanted(context, call, entry))
  const album = findAlbum(context, call, request.albumId, request.albumPosition !== undefined)
  const place = album === null ? 0 : placeInAlbum(album, request.albumPosition)
  if (album !== null) refuseFullAlbum(context, album, wanted.length)
  if (isStorageFull(context, email, newBytes(context, email, wanted))) {
    throw new Refusal(googleError('storage-full', facts))
  }

  const { failedByFault, dropped } = await meetFaults(context, call, wanted)
  if (context.settings.batchCreateDelayMs > 0) {
    await context.clock.wait(context.settings.batchCreateDelayMs)
  }
  const outcomes = createAll(context, call, wanted, failedByFault)
  if (album !== null) addToAlbum(context, album.id, outcomes, place)
  const results = outcomes.map((outcome, index) => ({
    uploadToken: wanted[index]?.uploadToken,
    ...viewOutcome(context, outcome),
  }))
  const hasFailures = outcomes.some((outcome) => outcome.code !== 0)
  return json(
    { newMediaItemResults: results.filter((_result, index) => !dropped.has(index)) },
    hasFailures && context.settings.status207 ? 207 : 200,
  )
}

type Entry = NonNullable<z.infer<typeof requestSchema>['newMediaItems']>[number]

function toWanted(context: Context, call: SignedInCall, entry: Entry): Wanted {
  const { uploadToken, fileName } = entry.simpleMediaItem ?? {}
  const description = entry.description ?? ''
  if (uploadToken === undefined || uploadToken === '') {
    throw new Refusal(googleError('invalid-upload-token', errorFacts(context, null)))
  }
  refuseLongDescription(context.settings, description)
  if ((fileName?.length ?? 0) > maxFileName) {
    const limit = String(maxFileName)
    throw new Refusal(invalidArgument(`File name must not be longer than ${limit} characters.`))
  }
  const token = goodToken(context, call, uploadToken)
  if (token === null && context.settings.badTokenFails === 'request') {
    throw new Refusal(googleError('invalid-upload-token', errorFacts(context, null)))
  }
  const name = fileName !== undefined && fileName !== '' ? fileName : (token?.fileName ?? null)
  return { uploadToken, token, fileName: name, description }
}

/** The receipt, unless it is unknown, another's, too old, or used where that is refused. */
function goodToken(context: Context, call: SignedInCall, name: string): UploadToken | null {
  const token = context.store.uploadTokens.get(name)
  const { email, client } = call.caller
  if (token?.email !== email || token.clientId !== client.clientId) return null
  const lifeMs = context.settings.uploadTokenLifeSeconds * 1000
  if (token.issuedAtMs + lifeMs <= context.clock.now()) return null
  const isUsed = context.store.itemWithBytes(email, token.sha256) !== undefined
  return isUsed && !context.settings.allowTokenReuse ? null : token
}

function findAlbum(
  context: Context,
  call: SignedInCall,
  albumId: string | undefined,
  hasPosition: boolean,
): Album | null {
  if (albumId === undefined || albumId === '') {
    if (!hasPosition) return null
    throw new Refusal(invalidArgument('Album position requires an album ID.'))
  }
  const facts = errorFacts(context, call.caller.client)
  const album = context.store.albums.get(albumId)
  if (album?.email !== call.caller.email) {
    const { deletedAlbums } = context.settings
    throw new Refusal(
      googleError(deletedAlbums === 'not-found' ? 'album-gone' : 'album-not-yours', facts),
    )
  }
  if (album.clientId !== call.caller.client.clientId) {
    throw new Refusal(googleError('album-not-yours', facts))
  }
  return album
}

function newBytes(context: Context, email: string, wanted: readonly Wanted[]): number {
  const fresh = new Set(wanted.flatMap(({ token }) => (token === null ? [] : [token.sha256])))
  let sum = 0
  for (const sha256 of fresh) {
    if (context.store.itemWithBytes(email, sha256) !== undefined) continue
    sum += context.store.contents.get(sha256)?.sizeBytes ?? 0
  }
  return sum
}

async function meetFaults(
  context: Context,
  call: SignedInCall,
  wanted: readonly Wanted[],
): Promise<{ failedByFault: Map<number, Outcome>; dropped: Set<number> }> {
  const subjects: FaultSubject[] = wanted.map((one, itemIndex) => ({
    fileName: one.fileName,
    contentSha256: one.token?.sha256 ?? null,
    itemIndex,
  }))
  const failedByFault = new Map<number, Outcome>()
  const dropped = new Set<number>()
  for (const fault of context.faults.late('batchCreate', subjects)) {
    if (fault.action.kind === 'itemCode') {
      call.exchange.row.fault = fault.id
      const { code, message = failedMessage } = fault.action
      for (const subject of fault.subjects) failedByFault.set(subject.itemIndex, { code, message })
    } else if (fault.action.kind === 'dropResult') {
      call.exchange.row.fault = fault.id
      // A rule without a match drops one result, not the whole answer.
      const isAboutAll = fault.subjects.length === wanted.length
      const lost = isAboutAll ? fault.subjects.slice(-1) : fault.subjects
      for (const subject of lost) dropped.add(subject.itemIndex)
    } else {
      await call.exchange.meetLate(fault)
    }
  }
  return { failedByFault, dropped }
}

function createAll(
  context: Context,
  call: SignedInCall,
  wanted: readonly Wanted[],
  failedByFault: ReadonlyMap<number, Outcome>,
): Outcome[] {
  const seen = new Set<string>()
  return wanted.map((one, index) => {
    const failure = failedByFault.get(index)
    if (failure !== undefined) return failure
    const content = one.token === null ? undefined : context.store.contents.get(one.token.sha256)
    const { maxPhotoBytes } = context.settings
    const isTooLarge = content?.media?.kind === 'photo' && content.sizeBytes > maxPhotoBytes
    if (content === undefined || content.media === null || isTooLarge)
      return { code: 3, message: failedMessage }
    if (seen.has(content.sha256)) return { code: 6, message: failedMessage }
    seen.add(content.sha256)
    const known = context.store.itemWithBytes(call.caller.email, content.sha256)
    const again = known && afterSameBytes(known, one.fileName, context.settings)
    if (again !== undefined && again !== null) {
      context.store.put({ t: 'item', v: again })
      return { code: 0, item: again }
    }
    const nowMs = context.clock.now()
    const { atMs, ...date } = itemDate(content.media, context.settings, nowMs)
    const item: MediaItem = {
      id: newMediaId(),
      email: call.caller.email,
      clientId: call.caller.client.clientId,
      sha256: content.sha256,
      fileName: one.fileName ?? 'Untitled',
      description: one.description,
      creationTime: new Date(atMs).toISOString().replace(/\.\d+Z/, 'Z'),
      ...date,
      createdAtMs: nowMs,
      createdBySeq: call.exchange.row.seq,
      timesCreated: 1,
    }
    context.store.put({ t: 'item', v: item })
    return { code: 0, item }
  })
}

function addToAlbum(
  context: Context,
  albumId: string,
  outcomes: readonly Outcome[],
  place: number,
): void {
  const album = context.store.albums.get(albumId)
  if (album === undefined) return
  const there = new Set(itemIdsIn(album))
  const stayOut = new Set(context.settings.removedItemsRejoin ? [] : album.takenOut)
  const entries = outcomes.flatMap((outcome) =>
    'item' in outcome && !there.has(outcome.item.id) && !stayOut.has(outcome.item.id)
      ? [{ mediaItemId: outcome.item.id }]
      : [],
  )
  insertEntries(context, albumId, entries, place)
}

function viewOutcome(context: Context, outcome: Outcome): Record<string, unknown> {
  if (!('item' in outcome)) return { status: { code: outcome.code, message: outcome.message } }
  return { status: { message: 'Success' }, mediaItem: viewItem(context, outcome.item) }
}
