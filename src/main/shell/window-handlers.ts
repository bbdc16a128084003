// Everything the window may call, in one table: the shell's own commands, and the engine's passed through. After a
// few of the engine's the shell has something to do itself.
import type { Settings } from '../../shared/model.ts'
import type { ShellHandlers } from '../../shared/contract.ts'
import { windowEngineCommandNames } from '../../shared/names.ts'
import type { WindowHandlers } from './door.ts'
import type { EngineCommand } from './engine-supervisor.ts'

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
    async eraseAll(input) {
      const result = await command('eraseAll', input)
      if (result.ok) await after.erased()
      return result
    },
  }
}
