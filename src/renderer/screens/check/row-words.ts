// What is said of one file beside the reason of its group.
import type { UnsafeReason } from '../../../shared/check-schemas.ts'
import type { Words } from '../../words.ts'

/** The particulars of a reason; none where it says all. */
export function unsafeDetail(reason: UnsafeReason, words: Words): string[] {
  const own = words.check
  switch (reason.kind) {
    case 'skipped':
      return [words.skip(reason.skip).text]
    case 'waiting':
      return reason.failure === null ? [] : [words.failure(reason.failure).title]
    case 'refused':
    case 'not-asked':
      return [words.failure(reason.failure).title]
    case 'other-size':
      return [own.sizes(reason)]
    case 'video-not-ready':
      return [own.video(reason.status)]
    case 'unreadable':
      return [own.code(reason.code)]
    case 'changed':
    case 'never-sent':
    case 'not-found':
    case 'other-client':
    case 'reduced':
    case 'changing':
    case 'library':
      return []
  }
}
