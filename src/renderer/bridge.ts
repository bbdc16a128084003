// The one door to the shell: commands by name, events, and the few facts the preload hands over.
// Everything else in the window goes through the typed Bridge; what an answer means is state/.
import type { Input, Output, Payload } from '../shared/contract.ts'
import type { Failure } from '../shared/failure.ts'
import type { EventName, WindowCommandName } from '../shared/names.ts'
import type { Result } from '../shared/result.ts'

/** What the window knows before the first answer arrives. */
export type Initial = {
  platform: 'win32' | 'darwin' | 'linux'
  /** A BCP 47 tag; `en-XA` (longer words) and `ar-XB` (right to left) are for tests. */
  locale: string
  direction: 'ltr' | 'rtl'
  /** Where a stand-in for Google listens, or null. */
  standIn: string | null
}

/** What the preload puts on `window`. */
export type Exposed = {
  call(name: WindowCommandName, input: unknown): Promise<Result<unknown, Failure>>
  on(name: EventName, listener: (payload: unknown) => void): () => void
  pathForDrop(file: File): string
  initial: Initial
}

/** Calls one command by name. */
export type Call = <K extends WindowCommandName>(
  name: K,
  input: Input<K>,
) => Promise<Result<Output<K>, Failure>>

/** The bridge as the window uses it. */
export type Bridge = {
  call: Call
  on<K extends EventName>(name: K, listener: (payload: Payload<K>) => void): () => void
  /** The path of a folder that the user really dropped; '' when the drop was not from the file system. */
  pathForDrop(file: File): string
  /** The address of a small picture of a file, by its row id. It may answer with nothing. */
  thumbnail(fileId: string, side: number): string
  /** The address of one of the two pictures of a size preview. */
  previewPicture(previewId: string, which: 'before' | 'after'): string
  initial: Initial
}

declare global {
  interface Window {
    shoebox?: Exposed
  }
}

/** Gives the preload's bridge its types; a call that breaks down becomes a failure like any other. */
export function createBridge(exposed: Exposed): Bridge {
  return {
    call: async <K extends WindowCommandName>(name: K, input: Input<K>) => {
      try {
        // The shell answers with what contract.ts promises for this name; it is checked there.
        return (await exposed.call(name, input)) as Result<Output<K>, Failure>
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error)
        return { ok: false, failure: { kind: 'unexpected', message: message.slice(0, 500) } }
      }
    },
    on: <K extends EventName>(name: K, listener: (payload: Payload<K>) => void) =>
      exposed.on(name, (payload) => listener(payload as Payload<K>)),
    pathForDrop: (file) => exposed.pathForDrop(file),
    thumbnail: (fileId, side) => `thumb://file/${encodeURIComponent(fileId)}?side=${side}`,
    previewPicture: (previewId, which) =>
      `thumb://preview/${encodeURIComponent(previewId)}/${which}`,
    initial: exposed.initial,
  }
}
