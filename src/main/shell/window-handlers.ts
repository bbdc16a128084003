// Everything the window may call, in one table: the shell's own commands, and the engine's passed through. After a
// few of the engine's the shell has something to do itself, and before some the system asks the user: a page that was taken
// over can say anything in its own dialogs.
import type { Settings } from '../../shared/model.ts'
import type { ShellHandlers } from '../../shared/contract.ts'
import { windowEngineCommandNames } from '../../shared/names.ts'
import { fail } from '../../shared/result.ts'
import { dialogWords } from '../../shared/shell-words.ts'
import { clientIdIn } from './client-file.ts'
import type { WindowHandlers } from './door.ts'
import type { EngineCommand } from './engine-supervisor.ts'
import type { Dialogs } from './system-dialogs.ts'

/** What the shell does after a command of the engine succeeded. */
export interface AfterEngine {
  settingsChanged(settings: Settings): void
  erased(): Promise<void>
}

/** Joins both kinds of handlers. */
export function createWindowHandlers(
  command: EngineCommand,
  shell: ShellHandlers,
  after: AfterEngine,
  confirm: Dialogs['confirm'],
): WindowHandlers {
  const passed = Object.fromEntries(
    windowEngineCommandNames.map((name) => [name, (input: never) => command(name, input)]),
  ) as Omit<WindowHandlers, keyof ShellHandlers>
  return {
    ...passed,
    ...shell,
    async changeSettings(input) {
      const result = await command('changeSettings', input)
      if (result.ok) after.settingsChanged(result.value)
      return result
    },
    async useClient(input) {
      const clientId = clientIdIn(input.json)
      // What is no client changes nothing, and the engine says what is wrong with it.
      if (clientId !== null && !(await confirm(dialogWords.newClient(clientId))))
        return fail({ kind: 'declined' })
      return command('useClient', input)
    },
    async keepInFile(input) {
      if (!(await confirm(dialogWords.keepInFile))) return fail({ kind: 'declined' })
      return command('keepInFile', input)
    },
    async eraseAll(input) {
      if (!(await confirm(dialogWords.erase))) return fail({ kind: 'declined' })
      const result = await command('eraseAll', input)
      if (result.ok) await after.erased()
      return result
    },
  }
}
