// Picks the reader for a file's header. Leaves each container to its own file; a header that makes no
// sense yields unknowns, never an error.
import type { MediaType } from '../../../shared/media-types.ts'
import { orWhenUnreadable, type ByteSource } from './byte-source.ts'
import { unknownHead, type PictureHead } from './head.ts'
import { readHeifHead } from './heif-head.ts'
import { readJpegHead } from './jpeg-head.ts'
import { isRawExtension, rawType } from './media-types.ts'
import { readPngHead } from './png-head.ts'
import { readBmpHead, readGifHead, readIcoHead } from './simple-heads.ts'
import { readTiffHead } from './tiff-head.ts'
import { readVideoHead } from './video-head.ts'
import { readWebpHead } from './webp-head.ts'

/** Reads the header of a file whose type is known. Errors of the disk are thrown. */
export async function readHead(source: ByteSource, type: MediaType): Promise<PictureHead> {
  return orWhenUnreadable(readerOf(type)(source), unknownHead)
}

/** The type once the header is known: a TIFF that a camera wrote as RAW is RAW. */
export function refineType(type: MediaType, head: PictureHead, nameExtension: string): MediaType {
  if (type.format !== 'tiff') return type
  return head.isRaw || isRawExtension(nameExtension) ? rawType(nameExtension, 'dng') : type
}

function readerOf(type: MediaType): (source: ByteSource) => Promise<PictureHead> {
  switch (type.format) {
    case 'jpeg':
      return readJpegHead
    case 'png':
      return readPngHead
    case 'gif':
      return readGifHead
    case 'webp':
      return readWebpHead
    case 'tiff':
      return readTiffHead
    case 'bmp':
      return readBmpHead
    case 'ico':
      return readIcoHead
    case 'heic':
    case 'avif':
      return readHeifHead
    case 'iso-video':
      return readVideoHead
    case 'raw':
      return type.mimeType === 'image/x-canon-cr2' ? readTiffHead : readNothing
    case 'video':
      return readNothing
  }
}

const readNothing = async (): Promise<PictureHead> => unknownHead
