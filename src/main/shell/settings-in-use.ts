// The user's settings as far as the shell itself acts on them: the theme and the start with the computer. They are the
// engine's; here is what it said last.
import { nativeTheme } from 'electron'
import type { Settings } from '../../shared/model.ts'
import type { EngineCommand } from './engine-supervisor.ts'
import type { EventStream } from './event-stream.ts'
import { isStartWanted, setStartAtLogin, type LoginPorts } from './login-item.ts'

/** The settings at hand. */
export interface SettingsInUse {
  /** null until the engine has said them. */
  current(): Settings | null
  /** Acts on settings that the engine has stored. */
  use(changed: Settings): void
  /** Has the engine store a change, and acts on it. */
  change(change: Partial<Settings>): Promise<void>
}

/** Asks the engine for them whenever one begins to run. */
export function createSettingsInUse(ports: {
  command: EngineCommand
  events: EventStream
  login: LoginPorts
  onProblem(problem: unknown): void
}): SettingsInUse {
  let settings: Settings | null = null
  const use = (changed: Settings): void => {
    nativeTheme.themeSource = changed.theme
    const isWanted = isStartWanted(changed)
    if (settings === null || isStartWanted(settings) !== isWanted)
      setStartAtLogin(isWanted, ports.login).catch(ports.onProblem)
    settings = changed
  }
  ports.events.on('engineStateChanged', ({ state }) => {
    if (state !== 'running') return
    void ports.command('getSettings', {}).then((result) => {
      if (result.ok) use(result.value)
    })
  })
  return {
    current: () => settings,
    use,
    async change(change) {
      const result = await ports.command('changeSettings', { change })
      if (result.ok) use(result.value)
    },
  }
}
