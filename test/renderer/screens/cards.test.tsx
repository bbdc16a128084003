// @vitest-environment jsdom
// What Home asks about cards that are in, and what Folders shows of those that were answered for.
import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { CardQuestion } from '../../../src/shared/card-schemas.ts'
import { aCard, aKnownCard } from '../fake-cards.ts'
import { completeStatus } from '../fake-data.ts'
import { called, lastInput, show } from '../render.tsx'

async function asked(...cards: CardQuestion[]) {
  const shown = await show({ status: { ...completeStatus(), cards } }, { to: 'home' })
  const question = async (name: string) => within(await screen.findByRole('region', { name }))
  return { ...shown, question }
}

describe('a card that is in', () => {
  it('is asked about with what is on it, and the three answers', async () => {
    const { question } = await asked(aCard())
    const card = await question('EOS card: back up?')
    card.getByText('412 photos and videos, 2.9 GB')
    const names = card.getAllByRole('button').map((button) => button.getAttribute('aria-label'))
    expect(names).toEqual([
      ...['Always: EOS card', 'This time: EOS card', 'Never for this card: EOS card'],
    ])
  })

  it.each([
    ['Always', 'always', 'EOS card: backed up now, and whenever it is put in.'],
    ['This time', 'once', 'EOS card: backed up this time.'],
    ['Never for this card', 'never', 'EOS card: not asked about again. Folders can change that.'],
  ])('answered “%s” is gone, and that is said', async (title, answer, said) => {
    const { user, bridge, question } = await asked(aCard({ cardId: '7' }))
    const card = await question('EOS card: back up?')
    await user.click(card.getByRole('button', { name: `${title}: EOS card` }))
    expect(lastInput(bridge, 'answerCard')).toEqual({ cardId: '7', answer })
    expect((await screen.findAllByText(said)).length).toBeGreaterThan(0)
    expect(screen.queryByRole('region', { name: 'EOS card: back up?' })).toBeNull()
  })

  it('still being counted says so, and one that was not read to its end what there is at least', async () => {
    const { question } = await asked(
      aCard({ isCounting: true }),
      aCard({ cardId: '2', camera: 'Sony', isWhole: false, files: 1 }),
    )
    ;(await question('EOS card: back up?')).getByText('412 photos and videos, 2.9 GB so far')
    ;(await question('Sony card: back up?')).getByText('At least 1 photo or video, 2.9 GB')
  })

  it('that looks like a known one proposes what was said of that', async () => {
    const { question } = await asked(aCard({ looksLike: true, answered: 'always' }))
    const card = await question('EOS card: back up?')
    card.getByText(
      /It looks like your EOS card, formatted anew perhaps\. For that you chose “Always”\./,
    )
    const always = card.getByRole('button', { name: 'Always: EOS card' })
    expect(always.className).toContain('button-primary')
  })

  it('and a drive are two questions', async () => {
    const { question } = await asked(
      aCard(),
      aCard({ cardId: '2', kind: 'drive', label: 'STICK', camera: null }),
    )
    await question('EOS card: back up?')
    const drive = await question('Drive “STICK”: back up?')
    drive.getByRole('button', { name: 'Never for this drive: Drive “STICK”' })
  })
})

describe('the cards under Folders', () => {
  it('are not there where nobody was asked', async () => {
    await show({ status: completeStatus() }, { to: 'folders' })
    await screen.findByRole('region', { name: 'Pictures' })
    expect(screen.queryByRole('region', { name: 'Cards and drives' })).toBeNull()
  })

  it('show what was answered, which can be changed', async () => {
    const cards = [aKnownCard({ isIn: true }), aKnownCard({ rememberedId: '2', label: 'B' })]
    const { user, bridge } = await show({ status: completeStatus(), cards }, { to: 'folders' })
    const list = within(await screen.findByRole('region', { name: 'Cards and drives' }))
    const [first] = list.getAllByRole('listitem')
    expect(first?.textContent).toContain('EOS_DIGITAL · It is in now')
    await user.click(within(first as HTMLElement).getByRole('button'))
    await user.click(await screen.findByRole('option', { name: 'Ask each time' }))
    expect(lastInput(bridge, 'changeCard')).toEqual({ rememberedId: '1', answer: 'once' })
  })

  it('are taken out of the backup only once somebody says so', async () => {
    const { user, bridge } = await show(
      { status: completeStatus(), cards: [aKnownCard()] },
      { to: 'folders' },
    )
    const list = within(await screen.findByRole('region', { name: 'Cards and drives' }))
    await user.click(list.getByRole('button'))
    await user.click(await screen.findByRole('option', { name: 'Nothing' }))
    const dialog = within(await screen.findByRole('alertdialog'))
    dialog.getByText('EOS card: take it out of the backup?')
    expect(called(bridge)).not.toContain('changeCard')
    await user.click(dialog.getByRole('button', { name: 'Take it out' }))
    expect(lastInput(bridge, 'changeCard')).toEqual({ rememberedId: '1', answer: 'never' })
  })
})
