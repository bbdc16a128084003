// The app's own entries in Windows' jump list: what they are called, and what a start of the app with one of them asks for.
// Pure; whoever runs the app hands the list to Electron and carries out what was asked.
import { trayWords } from '../../shared/shell-words.ts'
import type { TrayAction } from './tray-view.ts'

const tasks: readonly { flag: string; title: string; action: TrayAction }[] = [
  { flag: '--back-up-now', title: trayWords.uploadNow, action: { kind: 'upload-now' } },
  { flag: '--pause', title: trayWords.pause, action: { kind: 'pause', until: 'resumed' } },
]

/** An entry as Electron's `app.setUserTasks` takes it. */
export interface UserTask {
  program: string
  arguments: string
  iconPath: string
  iconIndex: number
  title: string
  description: string
}

/** The entries, for the program at this path. */
export const jumpList = (program: string): UserTask[] =>
  tasks.map(({ flag, title }) => ({
    ...{ program, arguments: flag, iconPath: program, iconIndex: 0, title },
    description: title,
  }))

/** What a start with these arguments asks for beside showing the window; null: nothing. */
export const taskOf = (argv: readonly string[]): TrayAction | null =>
  tasks.find(({ flag }) => argv.includes(flag))?.action ?? null
