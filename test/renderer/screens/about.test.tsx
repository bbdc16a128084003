// @vitest-environment jsdom
import { cleanup, screen } from '@testing-library/react'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import licences from '../../../src/renderer/licences.json'
import type { SignInState } from '../../../src/shared/status.ts'
import { uploadingStatus } from '../fake-data.ts'
import { show } from '../render.tsx'

it('shows the licence of everything that ships once it is asked for', async () => {
  const { user } = await show({}, { to: 'about' })
  expect(screen.queryByText(/libheif-js/)).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Show all licences' }))
  const libheif = screen.getByText(/^libheif-js [\d.]+ · LGPL-3\.0/)
  const number = Number(/\((\d+)\)/.exec(libheif.textContent)?.[1])
  const text = screen.getByText(
    new RegExp(`^\\(${number}\\) GNU LESSER GENERAL PUBLIC LICENSE`, 'i'),
  )
  expect(text.textContent.length).toBeGreaterThan(7_000)
  expect(screen.getAllByRole('listitem').length).toBeGreaterThanOrEqual(licences.shipped.length)
})

it('says on every screen when it speaks with a stand-in for Google', async () => {
  const standIn = 'http://127.0.0.1:8090'
  const initial = { platform: 'linux', locale: 'en-GB', direction: 'ltr', standIn } as const
  for (const to of ['home', 'folders', 'problems', 'about'] as const) {
    await show({ initial }, { to })
    expect(screen.getByRole('note').textContent).toBe(`Not Google: a stand-in at ${standIn}`)
    cleanup()
  }
  await show()
  expect(screen.queryByText(/stand-in/)).toBeNull()
})

describe('what leaves this computer', () => {
  const card = async (isAutoUpdatePossible: boolean) => {
    await show({}, { to: 'about' }, (bridge) => {
      const { call } = bridge
      bridge.call = async (name, input) => {
        const answer = await call(name, input)
        if (name === 'getAppInfo' && answer.ok)
          Object.assign(answer.value, { isAutoUpdatePossible })
        return answer
      }
    })
    await screen.findByText('Version 0.1.0')
    return screen.getByRole('region', { name: 'What leaves this computer' }).textContent
  }

  it('names the question for updates exactly where it is asked', async () => {
    expect(await card(true)).toContain('Once a day the page of Shoebox’s releases is asked')
    cleanup()
    expect(await card(false)).not.toContain('releases')
  })

  it('promises no more than docs/privacy.md, which names the tests', async () => {
    const text = await card(true)
    const page = readFileSync('docs/privacy.md', 'utf8').replaceAll("'", '’').replace(/\s+/g, ' ')
    const promised = [
      'no statistics',
      'no advertising',
      'server of Shoebox’s own',
      'the page of Shoebox’s releases',
      'with the version and system you have and nothing that lasts',
    ]
    for (const part of promised) {
      expect(text).toContain(part)
      expect(page).toContain(part)
    }
    // What was said before, and was not so.
    expect(text).not.toContain('no other servers')
  })
})

describe('what stays here', () => {
  const said = async (signIn: SignInState) => {
    await show({ status: { ...uploadingStatus(), signIn } }, { to: 'about' })
    return screen.getByText(
      /^(?:Your sign-in|The list of your photos), .*|^The list of your photos, .*/,
    ).textContent
  }
  const account = { kind: 'signed-in', email: 'a@example.test', name: 'A', picture: null } as const

  it('is a sign-in in the safe store only where there is one', async () => {
    expect(await said({ ...account, isKept: true })).toMatch(
      /^Your sign-in, in the system’s safe store/,
    )
    cleanup()
    const memory = await said({ ...account, isKept: false })
    expect(memory).toContain('Your sign-in is in memory only')
    expect(memory).not.toContain('in the system’s safe store')
    cleanup()
    const out = await said({ kind: 'signed-out', reason: 'user' })
    expect(out).toContain('Nobody is signed in')
    expect(out).not.toContain('safe store')
  })
})
