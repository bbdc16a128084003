// Does what a click in the tray's menu asks for. What can be clicked is tray-view.ts.
import type { ShellHandlers } from '../../shared/contract.ts'
import { assertNever } from '../../shared/result.ts'
import { pauseEnd } from '../../shared/until.ts'
import { systemClock } from '../engine/system-ports.ts'
import type { EngineCommand } from './engine-supervisor.ts'
import type { TrayAction } from './tray-view.ts'

/** What the actions reach. */
export interface TrayActionPorts {
  command: EngineCommand
  shell: Pick<ShellHandlers, 'openItem' | 'openPage' | 'quit'>
  open(to: 'home' | 'problems' | 'settings'): void
  show(): void
  turnOn(): Promise<void>
  restartToUpdate(): Promise<void>
  skipUpdate(): void
  onProblem(problem: unknown): void
}

/** Makes the one function for every action. */
export function createTrayActions(ports: TrayActionPorts): (action: TrayAction) => void {
  const run = async (action: TrayAction): Promise<void> => {
    switch (action.kind) {
      case 'open':
        ports.show()
        break
      case 'card':
        ports.open('home')
        break
      case 'pause':
        await ports.command('pause', { until: pauseEnd(action.until, systemClock.now()) })
        break
      case 'resume':
        await ports.command('resume', {})
        break
      case 'turn-on':
        await ports.turnOn()
        break
      case 'upload-now':
        await ports.command('scanNow', {})
        break
      case 'open-item':
        await ports.shell.openItem({ fileId: action.fileId })
        break
      case 'problems':
      case 'settings':
        ports.open(action.kind)
        break
      case 'google-photos':
        await ports.shell.openPage({ page: 'google-photos' })
        break
      case 'restart-to-update':
        await ports.restartToUpdate()
        break
      case 'skip-update':
        ports.skipUpdate()
        break
      case 'quit':
        await ports.shell.quit({})
        break
      default:
        assertNever(action)
    }
  }
  return (action) => {
    run(action).catch(ports.onProblem)
  }
}
