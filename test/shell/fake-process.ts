// A hosted process under a test's control: what it was told, and what it says.
import type { FromEngine, ToEngine } from '../../src/shared/link.ts'
import type { HostedProcess } from '../../src/main/shell/hosted-process.ts'

/** A process whose other end is the test. */
export interface FakeProcess extends HostedProcess {
  told: ToEngine[]
  wasKilled: boolean
  gaveWay: boolean
  says(message: FromEngine): void
  /** Says something that is no message at all. */
  saysRaw(message: unknown): void
  ends(code?: number | null): void
}

/** Makes one. A kill ends it at once. */
export function fakeProcess(): FakeProcess {
  let hear: (message: unknown) => void = () => undefined
  let exit: (code: number | null) => void = () => undefined
  const made: FakeProcess = {
    told: [],
    wasKilled: false,
    gaveWay: false,
    post: (message) => made.told.push(message as ToEngine),
    onMessage: (listener) => {
      hear = listener
    },
    onExit: (listener) => {
      exit = listener
    },
    giveWay() {
      made.gaveWay = true
    },
    kill() {
      made.wasKilled = true
      made.ends(null)
    },
    says: (message) => hear(message),
    saysRaw: (message) => hear(message),
    ends(code = 1) {
      const listener = exit
      exit = () => undefined
      listener(code)
    },
  }
  return made
}
