/** Descriptions: how long one may be (photos-api.md 3 and 5), and what people see as the description of an item. */
import { Refusal } from '../core/answer.ts'
import type { Context } from '../core/context.ts'
import { invalidArgument } from '../core/google-errors.ts'
import type { MediaItem } from '../core/model.ts'
import type { Settings } from '../core/settings.ts'

/** Refuses a description that is too long; the whole request fails. */
export function refuseLongDescription(settings: Settings, description: string): void {
  if (lengthIn(settings.descriptionUnit, description) <= settings.maxDescription) return
  const limit = String(settings.maxDescription)
  throw new Refusal(
    invalidArgument(`Item description must not be longer than ${limit} characters.`),
  )
}

function lengthIn(unit: Settings['descriptionUnit'], text: string): number {
  if (unit === 'bytes') return Buffer.byteLength(text)
  return unit === 'utf-16' ? text.length : Array.from(text).length
}

/** What the website shows beside a photo: the description, and what stands under "Other". */
export type ShownWords = { readonly description: string; readonly other: string }

/** The words that people see. */
export function shownWords(context: Context, item: MediaItem): ShownWords {
  const { embeddedCaptions, descriptionsShow } = context.settings
  const embedded = context.store.contents.get(item.sha256)?.media?.caption ?? ''
  const own = descriptionsShow ? item.description : ''
  if (embeddedCaptions === 'aside' || embedded === '') return { description: own, other: embedded }
  const wins = embeddedCaptions === 'wins' || own === ''
  return { description: wins ? embedded : own, other: '' }
}
