// The captions that Picasa kept beside photos in a folder's ini file; those of a JPEG are in its IPTC. Pure; whoever asks reads
// the file.
import { decodeText } from './text-bytes.ts'

/** Whether a file of this name is Picasa's: hidden or, from its first years, not. */
export const isPicasaIni = (name: string): boolean => /^\.?picasa\.ini$/i.test(name)

/** No folder's is longer. */
export const mostPicasaIniBytes = 4 * 1024 * 1024

/** The captions of a folder's files, by their names. */
export class PicasaCaptions {
  readonly #captions = new Map<string, string>()

  constructor(bytes: Buffer) {
    let section = ''
    for (const line of decodeText(bytes).split(/\r?\n|\r/)) {
      const name = /^\s*\[(.+)\]\s*$/.exec(line)?.[1]
      const caption = /^\s*caption\s*=(.*)$/i.exec(line)?.[1]?.trim() ?? ''
      if (name !== undefined) section = name
      else if (section !== '' && caption !== '') this.#captions.set(keyOf(section), caption)
    }
  }

  /** The caption of a file; null: none. */
  of(fileName: string): string | null {
    return this.#captions.get(keyOf(fileName)) ?? null
  }
}

/** Names as Windows and macOS tell them apart. */
const keyOf = (name: string): string => name.normalize('NFC').toLowerCase()
