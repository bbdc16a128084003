/**
 * The bytes behind a baseUrl: the stored file with `=d` or `=dv`, a scaled picture with `=wN-hN`.
 * Google would strip the place from `=d` and re-encode videos; here the exact bytes come, so that tests can compare them.
 */
import { text, type Answer } from '../core/answer.ts'
import type { Call } from '../core/call.ts'
import type { Context } from '../core/context.ts'
import { scaledPicture } from '../gallery/thumbnails.ts'

const lifeMs = 60 * 60_000

/** Serves an item's bytes in the size that the suffix asks for. */
export async function mediaBytes(context: Context, call: Call): Promise<Answer> {
  const [id = '', suffix = ''] = call.params
  const item = context.store.items.get(id)
  if (item === undefined) return text('Not Found', 404)
  call.exchange.row.user = item.email
  const content = context.store.contents.get(item.sha256)
  if (suffix === 'd' || suffix === 'dv' || content?.media?.kind !== 'photo') {
    return {
      status: 200,
      headers: {
        'content-type': content?.media?.mimeType ?? 'application/octet-stream',
        'cache-control': `private, max-age=${String(lifeMs / 1000)}`,
      },
      body: {
        path: context.contents.pathOf(item.sha256),
        start: 0,
        end: content?.sizeBytes ?? 0,
      },
    }
  }
  // Without a size Google gives 512 pixels.
  const width = Number(/w(\d+)/.exec(suffix)?.[1] ?? 512)
  const height = Number(/h(\d+)/.exec(suffix)?.[1] ?? 512)
  const isCropped = suffix.split('-').includes('c')
  const body = await scaledPicture(context.contents.pathOf(item.sha256), {
    width,
    height,
    isCropped,
  })
  if (body === null) return text('Not Found', 404)
  return { status: 200, headers: { 'content-type': 'image/jpeg' }, body }
}
