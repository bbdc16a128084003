// @vitest-environment jsdom
// Every scene through axe, and the first run with the keyboard alone. Colours and sizes, which jsdom does not
// compute, are looked at by test/renderer/harness/screens.ts.
import { act, screen, waitFor } from '@testing-library/react'
import axe from 'axe-core'
import { describe, expect, it } from 'vitest'
import { settled } from '../fake-bridge.ts'
import { freshStatus, uploadingStatus } from '../fake-data.ts'
import { scenes } from '../harness/scenes.ts'
import { show } from '../render.tsx'

describe('axe finds nothing', () => {
  it.each(Object.entries(scenes))('in %s', async (_, { world, route, before, after }) => {
    const { bridge } = await show(world?.(), route, before)
    act(() => after?.(bridge))
    await waitFor(() => expect(screen.queryByText('One moment…')).toBeNull())
    const { violations } = await axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      rules: { 'color-contrast': { enabled: false } },
    })
    const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
    expect(found).toEqual([])
  })
})

describe('the keyboard alone', () => {
  it('leads through the whole first run', async () => {
    const { bridge, user } = await show({
      status: freshStatus(),
      settings: settled({ firstRunStep: 'sign-in', isBackupOn: false }),
    })
    /** Presses Tab until something of this name has the focus. */
    const tabTo = async (role: string, name: string): Promise<void> => {
      const target = await screen.findByRole(role, { name })
      for (let press = 0; document.activeElement !== target; press += 1) {
        if (press > 30) throw new Error(`Tab never reached ${name}`)
        await user.tab()
      }
    }
    await tabTo('button', 'Sign in with Google')
    await user.keyboard('{Enter}')
    await screen.findByText('Go on in your browser')
    bridge.setStatus({ signIn: uploadingStatus().signIn })
    await screen.findByText('Signed in as First Tester')
    await tabTo('button', 'Continue')
    await user.keyboard('{Enter}')

    await tabTo('checkbox', 'Pictures')
    await user.keyboard(' ')
    await waitFor(() => expect(bridge.world.status.sources).toHaveLength(1))
    await tabTo('button', 'Continue')
    await user.keyboard('{Enter}')

    await tabTo('radio', 'High quality')
    await user.keyboard('{ArrowDown}')
    await waitFor(() => expect(bridge.world.settings.photoSize).toBe('original'))
    await tabTo('button', 'Continue')
    await user.keyboard('{Enter}')

    await tabTo('button', 'Start backup')
    await user.keyboard('{Enter}')
    const heading = await screen.findByRole('heading', { name: 'Home' })
    await waitFor(() => expect(document.activeElement).toBe(heading))
    expect(bridge.world.settings.isBackupOn).toBe(true)
  })

  it('reaches every screen, and each takes the focus to its heading', async () => {
    const { user } = await show()
    for (const [button, title] of [
      ['History', 'History'],
      ['Folders', 'Folders'],
      ['Settings', 'Settings'],
      ['About Shoebox', 'About Shoebox'],
    ] as const) {
      screen.getByRole('button', { name: button }).focus()
      await user.keyboard('{Enter}')
      const heading = await screen.findByRole('heading', { level: 1, name: title })
      await waitFor(() => expect(document.activeElement).toBe(heading))
      expect(document.title).toBe(`${title} – Shoebox`)
    }
  })
})
