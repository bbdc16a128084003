// The app as a user has it: the built one in a real Electron with its window, signed in at the emulator,
// with folders added as the window adds them. The system's dialogs answer by themselves, because nobody is there.
import type { ElectronApplication, Page } from 'playwright'
import { openAppWindow } from '../../build/demo/app-window.ts'
import type { Exposed } from '../../src/renderer/bridge.ts'
import type { Input, Output } from '../../src/shared/contract.ts'
import type { WindowCommandName } from '../../src/shared/names.ts'
import type { Status } from '../../src/shared/status.ts'
import type { EmulatorProcess } from './emulator-process.ts'

/** A running app. */
export interface AppProcess {
  readonly app: ElectronApplication
  readonly page: Page
  /** Asks what the window may ask; a failure throws. */
  call<K extends WindowCommandName>(name: K, input: Input<K>): Promise<Output<K>>
  /** Adds a folder as if it were chosen in the system's dialog. */
  addFolder(path: string): Promise<void>
  /** Looks at the status until it is as wanted. */
  untilStatus(test: (status: Status) => boolean): Promise<Status>
  close(): Promise<void>
}

const lookEveryMs = 100
const patienceMs = 120_000

/** Starts it on a fresh data folder; the first run is behind it and the backup is on. */
export async function startApp(folder: string, emulator: EmulatorProcess): Promise<AppProcess> {
  const { app, page, close } = await openAppWindow({
    dataFolder: `${folder}/data`,
    googleOrigin: emulator.origin,
    clientFile: emulator.clientFile,
    offeredFolder: null,
  })
  const call = async <K extends WindowCommandName>(
    name: K,
    input: Input<K>,
  ): Promise<Output<K>> => {
    const result = await page.evaluate(
      ([command, given]) =>
        (window as unknown as { shoebox: Exposed }).shoebox.call(command, given),
      [name, input as unknown] as const,
    )
    if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.failure)}`)
    return result.value as Output<K>
  }
  const untilStatus = async (test: (status: Status) => boolean): Promise<Status> => {
    const givenUpAt = performance.now() + patienceMs
    for (;;) {
      const status = await call('getStatus', {})
      if (test(status)) return status
      if (performance.now() > givenUpAt)
        throw new Error(`The app did not get there: ${JSON.stringify(status.counts)}`)
      await page.waitForTimeout(lookEveryMs)
    }
  }
  // Quitting in the middle of a backup asks whether that is meant.
  await app.evaluate(({ dialog }) => {
    dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false })
  })
  await call('signIn', {})
  const { signIn } = await untilStatus((status) => status.signIn.kind === 'signed-in')
  if (signIn.kind === 'signed-in') await call('confirmAccount', { email: signIn.email })
  // Photos go as they are, like those of the command's rows.
  const change = { isBackupOn: true, firstRunStep: 'done', already: 'some' } as const
  await call('changeSettings', { change })
  // The window reads its settings when it is loaded; this is how it leaves the first run.
  await page.reload()
  return {
    app,
    page,
    call,
    async addFolder(path) {
      await app.evaluate(({ dialog }, chosen) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
      }, path)
      await call('chooseFolder', {})
    },
    untilStatus,
    close,
  }
}
