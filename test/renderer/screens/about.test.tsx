// @vitest-environment jsdom
import { cleanup, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import licences from '../../../src/renderer/licences.json'
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
