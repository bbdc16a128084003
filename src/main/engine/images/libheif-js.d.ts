// The part of libheif-js that heif-thread.ts uses; the package describes only its unbundled form.
declare module 'libheif-js/wasm-bundle.js' {
  interface Plane {
    width: number
    height: number
    stride: number
    data: Uint8Array
  }
  interface Picture {
    handle: unknown
    is_primary(): boolean
    has_alpha_channel(): boolean
  }
  const libheif: {
    HeifDecoder: new () => { decode(bytes: Uint8Array): Picture[] }
    heif_colorspace: { heif_colorspace_RGB: unknown }
    heif_chroma: { heif_chroma_interleaved_RGB: unknown; heif_chroma_interleaved_RGBA: unknown }
    heif_js_decode_image2(
      handle: unknown,
      colorspace: unknown,
      chroma: unknown,
    ): { channels?: Plane[] }
  }
  export { libheif as default }
}
