// Words of choosing a photo size: the comparison of one photo, and what becomes of photos not sent yet.
import type { SizePreview } from '../../shared/contract.ts'
import type { Format } from '../format.ts'

/** The words of choosing a photo size. */
export function photoSizeWords(f: Format) {
  return {
    compare: 'Compare one photo',
    compareTitle: 'One photo in both sizes',
    sameViews: 'The same part of the photo in both sizes, at 100 %.',
    another: 'Another photo',
    looking: 'Looking for a photo above 16 megapixels…',
    lookingForAnother: 'Looking for another photo…',
    none: 'Shoebox found no photo that High quality would make smaller.',
    notScanned: 'Your folders are still being looked through. Try again in a moment.',
    noFolders: 'Add a folder first: the photo to compare is one of your own.',
    noOther: 'Shoebox found no other photo that High quality would make smaller.',
    pictureOf: (size: string, name: string) => `${size}: a part of ${name}`,
    figures: ({ width, height, sizeBytes }: SizePreview['before']) =>
      `${f.megapixels(width * height)} megapixels, ${f.bytes(sizeBytes)}`,
    unsentTitle: (count: number) =>
      f.plural(count, {
        one: '# photo has not been sent yet',
        other: '# photos have not been sent yet',
      }),
    unsentText: (size: string) =>
      `From now on, photos are sent as ${size}. What is already in Google Photos stays as it is.`,
    unsentPreparedText: (size: string) =>
      `Some of them may be prepared in the old size already. Those can be sent as they are; the rest is sent as ${size} either way. What is being sent right now, and what is already in Google Photos, stays as it is.`,
    sendInNewSize: 'Send them in the new size',
    sendAsPrepared: 'Send them as they were prepared',
  }
}
