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
    /** WebAssembly's memory; another object after it has grown. */
    readonly HEAPU8: Uint8Array
    readonly HEAP32: Int32Array
    _malloc(bytes: number): number
    _free(at: number): void
    _de265_new_decoder(): number
    _de265_free_decoder(context: number): void
    _de265_set_parameter_bool(context: number, parameter: number, value: number): void
    _de265_push_NAL(
      context: number,
      at: number,
      bytes: number,
      timeLow: number,
      timeHigh: number,
      userData: number,
    ): number
    _de265_flush_data(context: number): number
    _de265_decode(context: number, more: number): number
    _de265_get_next_picture(context: number): number
    _de265_release_next_picture(context: number): void
  }
  export { libheif as default }
}
