// @vitest-environment jsdom
import { screen } from '@testing-library/react'
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
