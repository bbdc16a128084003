// The caption of a photo on its way: what lies beside the photo is gathered before it is prepared, what its file says is read
// while it is open, and what is sent of it is chosen when it is sent, since what a camera always says shows only by then.
import { hash } from 'node:crypto'
import { basename } from 'node:path'
import type { Caption } from '../../../shared/captions.ts'
import type { Failure } from '../../../shared/failure.ts'
import type { Settings } from '../../../shared/model.ts'
import { ok, type Result } from '../../../shared/result.ts'
import { captionsInOrder } from '../media/captions.ts'
import { readEmbeddedCaptions, sidecarCaption } from '../media/captions/embedded.ts'
import { captionKey } from '../media/captions/junk.ts'
import { repeatedCaptions } from '../media/captions/repeated.ts'
import type { HeadedPhoto } from '../media/metadata-blocks.ts'
import type { CaptionWords, PhotoWords, WordsBeside } from '../ports/captions.ts'
import type { Catalog, WorkItem } from '../ports/catalogue.ts'
import type { Companions } from './companions.ts'
import { reading } from './photo-file.ts'

/** What the choice needs. */
export interface CaptionsOptions {
  store: Pick<Catalog, 'captionChoice' | 'cameraCaptions'>
  companions: Companions
  settings(): Pick<Settings, 'sendCaptions'>
}

/** Captions as the queue asks for them. */
export interface Captions {
  /** What speaks of a photo beside it. */
  wordsBeside(item: WorkItem, signal: AbortSignal): Promise<WordsBeside>
  /** With which caption the photo of an upload is made; null: without one, although it says something; undefined: it does not. */
  captionOf(uploadId: number): Caption | null | undefined
}

/** What speaks of a photo beside it. */
export async function wordsBeside(
  companions: Companions,
  item: Pick<WorkItem, 'fileId' | 'path'> & { stamp: Pick<WorkItem['stamp'], 'mtimeUs'> },
  signal: AbortSignal,
): Promise<WordsBeside> {
  const beside: WordsBeside = {
    sidecar: null,
    modifiedAt: item.stamp.mtimeUs,
    picasa: await companions.picasa(item, signal),
  }
  const name = basename(item.path)
  for (const { sidecar, bytes, modifiedUs } of await companions.sidecars(item, signal)) {
    const text = sidecarCaption(bytes, sidecar, name)
    if (text !== null) return { ...beside, sidecar: { text, modifiedAt: modifiedUs } }
  }
  return beside
}

/** Makes them. */
export function createCaptions({ store, companions, settings }: CaptionsOptions): Captions {
  return {
    wordsBeside: (item, signal) => wordsBeside(companions, item, signal),

    captionOf(uploadId) {
      const { words, decided } = store.captionChoice(uploadId)
      if (words === null) return undefined
      // Whoever turns them off means all that is still to be sent, also what an answer was lost of.
      if (!settings().sendCaptions) return null
      // After a lost answer the same goes again: the photo may be there with it.
      if (decided !== undefined) return decided
      const counted = words.camera === null ? null : store.cameraCaptions(words.camera)
      const repeated = counted === null ? new Set<string>() : repeatedCaptions(counted)
      const chosen = words.captions.find(({ said }) => !repeated.has(said))
      return chosen === undefined
        ? null
        : { text: chosen.text, source: chosen.source, isRefused: false }
    },
  }
}

/** A file says a handful of things at most; what says more says it of itself. */
const mostSaid = 4

/** Without anything beside. */
const nothingBeside: WordsBeside = { sidecar: null, modifiedAt: 0, picasa: null }

/** What an open photo says, with what lies beside it. An error of the disk is a failure of its file, damage is nothing said. */
export async function readWords(
  photo: HeadedPhoto,
  fileName: string,
  beside: WordsBeside = nothingBeside,
): Promise<Result<PhotoWords, Failure>> {
  const read = await reading(readEmbeddedCaptions(photo))
  if (!read.ok) return read
  const { captions: embedded, camera } = read.value
  // Captions of a Takeout come with the import of one.
  const all = captionsInOrder({ fileName, embedded, takeout: null, ...beside })
  const captions = all
    .slice(0, mostSaid)
    .map(({ text, source }): CaptionWords => ({ text, source, said: saidIn(text) }))
  const inside = captionsInOrder({ fileName, embedded, takeout: null, ...nothingBeside })
  const said = new Set(inside.slice(0, mostSaid).map(({ text }) => saidIn(text)))
  return ok({ camera, said: [...said], captions })
}

/** Counts need to tell words apart, and nobody to read them. */
const saidIn = (text: string): string => hash('sha256', captionKey(text), 'base64url').slice(0, 22)
