// What a notification says of a check that ended; the answer itself, with all that it cannot know, is the page's. Ready to be
// translated.
import type { CheckEnd } from './check-schemas.ts'
import { formatCount } from './shell-words.ts'

/** The words for a folder's check. */
export function checkEndWords(name: string, end: CheckEnd): { title: string; body: string } {
  const { state, checked, safe, isAllSafe } = end
  const title = `“${name}” was checked`
  if (state === 'failed') return { title: `“${name}” could not be checked`, body: 'See why.' }
  if (checked === 0 && isAllSafe) return { title, body: 'There is no photo or video in it.' }
  if (isAllSafe)
    return {
      title,
      body: `${checked === 1 ? 'The one photo or video' : `All ${formatCount(checked)} photos and videos`} found in it ${checked === 1 ? 'is' : 'are'} in Google Photos. See the whole answer before you erase anything.`,
    }
  const open = checked - safe
  if (open === 0)
    return { title, body: 'Part of it could not be looked into. Do not erase it yet.' }
  return {
    title,
    body: `${formatCount(open)} of ${formatCount(checked)} photos and videos ${open === 1 ? 'is' : 'are'} not surely in Google Photos. See which before you erase anything.`,
  }
}
