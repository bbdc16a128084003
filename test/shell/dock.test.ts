import { describe, expect, it } from 'vitest'
import { createDock, type Dock } from '../../src/main/shell/dock.ts'

/** A Dock on this system, and what was asked of Electron for it. */
function on(platform: NodeJS.Platform): { dock: Dock; asked: string[] } {
  const asked: string[] = []
  const dock = createDock(
    {
      setActivationPolicy: (policy) => asked.push(policy),
      focus: ({ steal }) => asked.push(steal ? 'in front' : 'focus'),
    },
    platform,
  )
  return { dock, asked }
}

describe('the app in the Dock', () => {
  it('is there with its window, in the menu bar alone without, and back in front with it', () => {
    const { dock, asked } = on('darwin')
    dock.windowOpens()
    dock.iconIsUp()
    expect(asked).toEqual([])
    dock.windowHides()
    expect(asked).toEqual(['accessory'])
    dock.windowOpens()
    dock.windowOpens()
    expect(asked).toEqual(['accessory', 'regular', 'in front'])
  })

  it('leaves it at a hidden start, once the menu bar has its icon', () => {
    const { dock, asked } = on('darwin')
    dock.iconIsUp()
    expect(asked).toEqual(['accessory'])
  })

  it('stays there without that icon, as the only way back to the window', () => {
    const { dock, asked } = on('darwin')
    dock.windowOpens()
    dock.windowHides()
    expect(asked).toEqual([])
    dock.iconIsUp()
    expect(asked).toEqual(['accessory'])
  })

  it.each<NodeJS.Platform>(['win32', 'linux'])('is nothing to ask for on %s', (platform) => {
    const { dock, asked } = on(platform)
    dock.iconIsUp()
    dock.windowOpens()
    dock.windowHides()
    expect(asked).toEqual([])
  })
})
