// @vitest-environment jsdom
// What Home asks about cards that are in, and what Folders shows of those that were answered for.
import { act, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { CardQuestion, CardRun } from '../../../src/shared/card-schemas.ts'
import type { SourceView } from '../../../src/shared/status.ts'
import { aCard, aKnownCard, aRun } from '../fake-cards.ts'
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

  it('of which some is known is asked about what is new', async () => {
    const { question } = await asked(
      aCard({ known: 300 }),
      aCard({ cardId: '2', camera: 'Sony', files: 1, known: 1 }),
    )
    const card = await question('EOS card: back up?')
    card.getByText('412 new photos and videos, 2.9 GB')
    card.getByText('300 more were backed up from it before, by their names, sizes and times.')
    const other = await question('Sony card: back up?')
    other.getByText('1 new photo or video, 2.9 GB')
    other.getByText('1 more was backed up from it before, by its name, size and time.')
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

describe('a card that is backed up', () => {
  async function told(run: Partial<CardRun>) {
    const status = completeStatus()
    const [source] = status.sources
    const sources = [{ ...source, sourceId: '7', name: 'EOS card', card: aRun(run) } as SourceView]
    const shown = await show({ status: { ...status, sources } }, { to: 'home' })
    return { ...shown, card: within(await screen.findByRole('region', { name: 'EOS card' })) }
  }

  it.each<[Partial<CardRun>, string]>([
    [{ told: 'looking' }, 'The card is being looked through.'],
    [{ told: 'going', done: 112, waiting: 300 }, '112 of 412 in Google Photos.'],
    [
      { told: 'going', done: 112, waiting: 297, undecided: 2, skipped: 2, failed: 1 },
      '112 of 412 in Google Photos; 2 wait for a date, 2 were left out, 1 could not be backed up.',
    ],
    [
      { told: 'going', done: 112, waiting: 300, isLookedThrough: false },
      '112 of 412 found so far in Google Photos.',
    ],
    [{ told: 'sent' }, 'Everything is sent; you can take the card out.'],
    [{ told: 'sent', kind: 'drive' }, 'Everything is sent; you can take the drive out.'],
    [
      { told: 'sent', done: 408, skipped: 3, failed: 1 },
      '408 of 412 are in Google Photos; 3 were left out, 1 could not be backed up. Nothing else of it is to be sent; you can take the card out.',
    ],
    [
      { told: 'away', done: 112, waiting: 300 },
      'Away. 300 photos still to go; it goes on when it comes back.',
    ],
    [
      { told: 'away' },
      'Away. It was taken out before all of it was looked through; it goes on when it comes back.',
    ],
  ])('%o says so', async (run, text) => {
    const { card } = await told(run)
    card.getByText(text)
    expect(card.queryAllByRole('progressbar')).toHaveLength(run.told === 'going' ? 1 : 0)
    expect(card.queryAllByRole('button')).toHaveLength(run.told === 'sent' ? 1 : 0)
  })

  it('leads to the check once nothing of it waits, and is never called safe without it', async () => {
    const { card, user } = await told({ told: 'sent' })
    await user.click(card.getByRole('button', { name: 'Safe to erase?: EOS card' }))
    await screen.findByRole('heading', { name: 'Safe to erase?' })
  })

  it('has its answer on the page to which a notification leads', async () => {
    const { bridge } = await told({ told: 'sent' })
    act(() => bridge.emit('navigate', { to: 'check', sourceId: '7' }))
    await screen.findByRole('heading', { name: 'Safe to erase?' })
    screen.getByText(/^Every photo and video in “EOS card” is read again/)
  })

  it('out and done is not spoken of', async () => {
    const status = completeStatus()
    const [source] = status.sources
    const sources = [{ ...source, name: 'EOS card', card: aRun({ told: null }) } as SourceView]
    await show({ status: { ...status, sources } }, { to: 'home' })
    expect(screen.queryByRole('region', { name: 'EOS card' })).toBeNull()
  })

  it('out with the rest is no alarm', async () => {
    const status = completeStatus()
    const [source] = status.sources
    const card = aRun({ told: 'away', waiting: 300, done: 112 })
    const away = { ...source, name: 'EOS card', state: 'not-connected', card } as SourceView
    const counts = { ...status.counts, waiting: { files: 300, bytes: 1 } }
    await show(
      { status: { ...status, counts, activity: 'resting', sources: [away] } },
      { to: 'home' },
    )
    const hero = within(await screen.findByRole('region', { name: 'EOS card is out' }))
    hero.getByText(/^300 photos on it go on when it is back\. Everything else is backed up/)
    expect(hero.queryByRole('button', { name: 'Pause' })).toBeNull()
    expect(screen.queryByRole('region', { name: 'EOS card' })).toBeNull()
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
