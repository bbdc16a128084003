/** Media items as the API shows them to the client that made them. */
import type { Context } from '../core/context.ts'
import type { MediaFacts, MediaItem } from '../core/model.ts'

/** A media item in the form of the Photos API. */
export function viewItem(context: Context, item: MediaItem): Record<string, unknown> {
  const media = context.store.contents.get(item.sha256)?.media ?? null
  const { width, height } = sidesShown(context, item, media)
  return {
    id: item.id,
    ...(item.description === '' ? {} : { description: item.description }),
    productUrl: productUrl(context, item),
    baseUrl: `${context.origin}/media/${item.id}`,
    mimeType: media?.mimeType ?? 'application/octet-stream',
    mediaMetadata: {
      creationTime: item.creationTime,
      width: String(width),
      height: String(height),
      ...viewKind(context, item, media),
    },
    filename: item.fileName,
  }
}

/** Those of the bytes, or what a person made of them. */
function sidesShown(
  context: Context,
  { editedTo }: MediaItem,
  media: MediaFacts | null,
): { width: number; height: number } {
  if (editedTo !== undefined && context.settings.editsShow) return editedTo
  return { width: media?.width ?? 0, height: media?.height ?? 0 }
}

/** Where a person looks at an item. */
export function productUrl(context: Context, item: MediaItem): string {
  const isLocal = context.settings.productUrlHost === 'emulator'
  return `${isLocal ? context.origin : 'https://photos.google.com'}/lr/photo/${item.id}`
}

function viewKind(
  context: Context,
  item: MediaItem,
  media: MediaFacts | null,
): Record<string, unknown> {
  const camera = {
    ...(media?.cameraMake === undefined ? {} : { cameraMake: media.cameraMake }),
    ...(media?.cameraModel === undefined ? {} : { cameraModel: media.cameraModel }),
  }
  if (media?.kind === 'video') {
    const readyAtMs = item.createdAtMs + context.settings.videoProcessingSeconds * 1000
    const isReady = context.clock.now() >= readyAtMs
    const status = !isReady ? 'PROCESSING' : context.settings.videosFail ? 'FAILED' : 'READY'
    return { video: { ...camera, status } }
  }
  return {
    photo: {
      ...camera,
      ...(media?.focalLength === undefined ? {} : { focalLength: media.focalLength }),
      ...(media?.apertureFNumber === undefined ? {} : { apertureFNumber: media.apertureFNumber }),
      ...(media?.isoEquivalent === undefined ? {} : { isoEquivalent: media.isoEquivalent }),
      ...(media?.exposureSeconds === undefined
        ? {}
        : { exposureTime: `${String(media.exposureSeconds)}s` }),
    },
  }
}
