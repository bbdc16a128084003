// The one line of tray and command about a card: nothing is promised that its figures do not bear out.
import { expect, it } from 'vitest'
import type { CardRun } from '../../src/shared/card-schemas.ts'
import { cardLine } from '../../src/shared/card-words.ts'
import { aRun } from '../renderer/fake-cards.ts'

it.each<[Partial<CardRun>, string | null]>([
  [{ told: 'looking' }, 'EOS card: being looked through'],
  [{ told: 'going', done: 112, waiting: 300 }, 'EOS card: 112 of 412 in Google Photos'],
  [
    { told: 'going', done: 112, waiting: 300, isLookedThrough: false },
    'EOS card: 112 of 412 in Google Photos so far',
  ],
  [{ told: 'checking' }, 'EOS card: being checked'],
  [{ told: 'unread' }, 'EOS card: 412 of 412 in Google Photos, part of it cannot be read'],
  [{ told: 'sent' }, 'EOS card: you can take it out'],
  [{ told: 'sent', files: 0, done: 0 }, 'EOS card: you can take it out'],
  [
    { told: 'sent', done: 408, skipped: 3, failed: 1 },
    'EOS card: 408 of 412 in Google Photos; you can take it out',
  ],
  [{ told: 'away', done: 112, waiting: 300 }, 'EOS card: away, 300 still to go'],
  [
    { told: 'away', waiting: 300, isLookedThrough: false },
    'EOS card: away, at least 300 still to go',
  ],
  [{ told: 'away' }, 'EOS card: away, goes on when it is back'],
  [{ told: null }, null],
])('%o is “%s”', (run, line) => {
  expect(cardLine('EOS card', aRun(run))).toBe(line)
})
