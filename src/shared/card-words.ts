// What the tray and the command say of a card or drive that is backed up, in one short line; the window's words are its own. Ready to
// be translated. What is said of which is card-told.ts.
import type { CardRun } from './card-schemas.ts'
import type { CardTelling } from './card-told.ts'
import { formatCount } from './shell-words.ts'

const figures = ({ done, files }: CardRun): string =>
  `${formatCount(done)} of ${formatCount(files)} in Google Photos`

/** What a card is and how far: 'EOS card: 112 of 412 in Google Photos'; null: nothing is said of it. */
export function cardLine(name: string, card: CardRun): string | null {
  const { files, waiting, skipped, failed, isLookedThrough } = card
  const words: Record<CardTelling, () => string | null> = {
    // These are questions.
    counting: () => null,
    asked: () => null,
    looking: () => 'being looked through',
    going: () => `${figures(card)}${isLookedThrough ? '' : ' so far'}`,
    checking: () => 'being checked',
    unread: () => `${figures(card)}, part of it cannot be read`,
    sent: () =>
      files > 0 && skipped + failed > 0
        ? `${figures(card)}; you can take it out`
        : 'you can take it out',
    away: () =>
      waiting === 0
        ? 'away, goes on when it is back'
        : `away, ${isLookedThrough ? '' : 'at least '}${formatCount(waiting)} still to go`,
  }
  const said = card.told === null ? null : words[card.told]()
  return said === null ? null : `${name}: ${said}`
}
