// Tells a HEIC of which the decoder itself knows that a part is damaged. libheif hands out whatever libde265 made of such a
// part and says nothing; libde265 hands out no picture that is faulty when it is asked to. So each coded picture is given to
// it once by itself, which costs as much as decoding, before libheif is asked for the pixels. Without a hash in the file a few
// wrong bits are still another picture without a fault, which every decoder shows alike.
import type libheif from 'libheif-js/wasm-bundle.js'
import { codedPictures, type CodedPicture } from './heif-parts.ts'

/** The decoder inside of libheif-js, of which only a few functions are reached from here. */
export type Libde265 = Pick<
  typeof libheif,
  | '_de265_new_decoder'
  | '_de265_free_decoder'
  | '_de265_set_parameter_bool'
  | '_de265_push_NAL'
  | '_de265_flush_data'
  | '_de265_decode'
  | '_de265_get_next_picture'
  | '_de265_release_next_picture'
  | '_malloc'
  | '_free'
  | 'HEAPU8'
  | 'HEAP32'
>

/**
 * Numbers of de265_param (libde265, de265.h): a hash of the picture in the file is compared, which needs every filter, and
 * faulty pictures are kept back.
 */
const parameters = { checkHash: 0, suppressFaulty: 6 }

const hevc = ['hvc1', 'hev1']

/** Whether any coded picture of a HEIC is damaged, or is not there to be looked at. */
export function isDamaged(decoder: Libde265, file: Buffer): boolean {
  return codedPictures(file).some((part) => hevc.includes(part.type) && !isWhole(decoder, part))
}

function isWhole(decoder: Libde265, { config, data }: CodedPicture): boolean {
  if (config === null || data === null) return false
  const context = decoder._de265_new_decoder()
  const more = decoder._malloc(4)
  try {
    for (const parameter of Object.values(parameters))
      decoder._de265_set_parameter_bool(context, parameter, 1)
    for (const unit of [...unitsOfConfig(config), ...unitsOf(data)]) push(decoder, context, unit)
    decoder._de265_flush_data(context)
    let isAny = false
    do {
      decoder.HEAP32[more >> 2] = 0
      if (decoder._de265_decode(context, more) !== 0) return false
      for (; decoder._de265_get_next_picture(context) !== 0; isAny = true)
        decoder._de265_release_next_picture(context)
    } while (decoder.HEAP32[more >> 2] !== 0)
    return isAny
  } finally {
    decoder._free(more)
    decoder._de265_free_decoder(context)
  }
}

function push(decoder: Libde265, context: number, unit: Buffer): void {
  const at = decoder._malloc(unit.length)
  decoder.HEAPU8.set(unit, at)
  // No time of presentation, in two halves, and nothing of ours to be remembered.
  decoder._de265_push_NAL(context, at, unit.length, 0, 0, 0)
  decoder._free(at)
}

/** Bytes of the record before its arrays of parameter sets (ISO/IEC 14496-15, 8.3.3.1), the last of them their number. */
const recordBytes = 23

/** The parameter sets: arrays, each with a type and a count, of units behind their lengths. */
function* unitsOfConfig(config: Buffer): Generator<Buffer> {
  let at = recordBytes
  for (let arrays = config.readUInt8(recordBytes - 1); arrays > 0; arrays -= 1) {
    const units = config.readUInt16BE(at + 1)
    at += 3
    for (let unit = 0; unit < units; unit += 1) {
      const end = at + 2 + config.readUInt16BE(at)
      yield config.subarray(at + 2, end)
      at = end
    }
  }
}

/** The units of a picture, each behind its length; libheif takes no others than those of four bytes. */
function* unitsOf(data: Buffer): Generator<Buffer> {
  for (let at = 0; at + 4 <= data.length;) {
    const end = at + 4 + data.readUInt32BE(at)
    yield data.subarray(at + 4, end)
    at = end
  }
}
