// Decodes one HEIC in a thread of its own, with libheif in WebAssembly, since sharp's own build has no HEVC.
// The thread ends after one picture, which gives WebAssembly's memory back.
import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import libheif from 'libheif-js/wasm-bundle.js'
import { isDamaged } from './heif-damage.ts'
import { addsUp } from './heif-form.ts'
import { hasHole } from './heif-hole.ts'

/** What the thread answers: interleaved 8-bit pixels, upright; null when they cannot be had. */
export type HeifPixels = {
  width: number
  height: number
  channels: 3 | 4
  data: ArrayBuffer
} | null

function decode(path: string): HeifPixels {
  const file = readFileSync(path)
  if (!addsUp(file) || isDamaged(libheif, file)) return null
  const pictures = new libheif.HeifDecoder().decode(file)
  const picture = pictures.find((candidate) => candidate.is_primary())
  if (picture === undefined) return null
  const hasAlpha = picture.has_alpha_channel()
  const { heif_chroma_interleaved_RGB: rgb, heif_chroma_interleaved_RGBA: rgba } =
    libheif.heif_chroma
  const { heif_colorspace_RGB: colours } = libheif.heif_colorspace
  const chroma = hasAlpha ? rgba : rgb
  const plane = libheif.heif_js_decode_image2(picture.handle, colours, chroma).channels?.[0]
  if (plane === undefined) return null
  const channels: 3 | 4 = hasAlpha ? 4 : 3
  const rowBytes = plane.width * channels
  // The plane is a view into WebAssembly's memory with padded rows; the copy can be handed over.
  const pixels = new Uint8Array(rowBytes * plane.height)
  for (let row = 0; row < plane.height; row += 1) {
    const start = row * plane.stride
    pixels.set(plane.data.subarray(start, start + rowBytes), row * rowBytes)
  }
  const { width, height } = plane
  if (hasHole({ width, height, channels, data: pixels })) return null
  return { width, height, channels, data: pixels.buffer }
}

const pixels = decode(workerData as string)
parentPort?.postMessage(pixels, pixels === null ? [] : [pixels.data])
