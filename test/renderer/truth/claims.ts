// What each sentence claims, and whether that is so: one rule for each way of saying something, judged by the world alone.
// A rule knows the words and what is so; it asks no function that chose the words.
import type { ConditionKind } from '../../../src/shared/status.ts'
import type { Place, Said, Saying } from './sentences.ts'
import { written } from './sentences.ts'
import {
  countOf,
  isMoving,
  now,
  places,
  undecidedOf,
  unfinished,
  waitingIn,
  type Folder,
  type World,
} from './worlds.ts'

/** One way of claiming something. */
export interface Claim {
  name: string
  pattern: RegExp
  /** Only there; left out: wherever it is said. */
  at?: readonly Place[]
  isTrue(world: World, match: RegExpExecArray, saying: Saying): boolean
}

const numberIn = (text: string | undefined): number => Number((text ?? '').replaceAll(',', ''))
const stopped = (world: World, ...kinds: ConditionKind[]): boolean =>
  world.stops.some(({ kind }) => kinds.includes(kind))
const everyStopPasses = ({ stops }: World): boolean => stops.every(({ isPassing }) => isPassing)
/** When all stops are over; null where that is not known, or up to somebody. */
const allOver = (world: World): number | null =>
  world.stops.length > 0 &&
  everyStopPasses(world) &&
  world.stops.every(({ until }) => until !== null)
    ? Math.max(...world.stops.map(({ until }) => until ?? 0))
    : null
const isUntil = (world: World, text: string | undefined, ...kinds: ConditionKind[]): boolean =>
  world.stops.some(
    ({ kind, until }) =>
      until !== null && (kinds.length === 0 || kinds.includes(kind)) && written(until) === text,
  )
/** Nothing is left, nothing failed, and nothing could be hidden. */
const isAllDealtWith = (world: World): boolean =>
  unfinished(world) === 0 && countOf(world, 'failed') === 0 && places(world) === 0
const folderNamed = (world: World, name: string | undefined): Folder | undefined =>
  world.folders.find((folder) => folder.name === name)
const awayFolders = ({ folders }: World): Folder[] => folders.filter(({ isThere }) => !isThere)
const isOut = (world: World): boolean => stopped(world, 'signed-out')
const someAway = (world: World, isSo: (folder: Folder) => boolean): boolean =>
  awayFolders(world).some(isSo)
const photosOf = (world: World): number =>
  countOf(world, 'done', 'failed', 'skipped') +
  unfinished(world) -
  world.folders.reduce((sum, { notPhotos }) => sum + notPhotos, 0)
const missingOf = (world: World): number => photosOf(world) - countOf(world, 'done')
const notPhotosOf = (world: World): number =>
  world.folders.reduce((sum, { notPhotos }) => sum + notPhotos, 0)
const doubtfulOf = (world: World): number =>
  world.folders.reduce((sum, { doubtful }) => sum + doubtful, 0)
const unseenOf = ({ folders }: World): number =>
  folders.filter(({ lastScanAt }) => lastScanAt === null).length

/** The words for each reason to wait, and the stops that they speak of. */
const reasons: readonly [RegExp, readonly ConditionKind[]][] = [
  [/Backup is off|New photos are not backed up\.$|Turn on backup|Turn backup on/, ['backup-off']],
  [/paused|Paused|The pause ends/, ['paused']],
  [/Google cannot be reached|Waiting for connection/, ['offline']],
  [/Waiting for Wi-Fi|only over Wi-Fi or cable/, ['not-wifi-or-cable']],
  [/unmetered|not metered|counts every byte/, ['metered']],
  [/Waiting to charge|while plugged in/, ['on-battery']],
  [/until you are away|nobody uses|computer is in use/, ['in-use']],
  [/You chose the hours|hours you chose|allowed hours/, ['outside-hours']],
  [/Google asked/, ['google-asked-to-wait']],
  [/has trouble right now|trouble at Google/, ['google-unavailable']],
  [/used up|daily limit of Google/, ['daily-quota']],
  [/storage is full|Free up space in your Google/, ['storage-full']],
  [/disk is full|Free up some space/, ['disk-full']],
  [/cannot be written|could not be noted/, ['catalogue-unwritable']],
  [/something unexpected|Something unexpected|none of them is blamed/, ['unexpected']],
  [/Google refused|does not allow|not switched on|no Google Photos/, ['forbidden']],
  [/is this you\?|Is this you\?/, ['account-unconfirmed']],
  [/No folders chosen|Choose folders/, ['no-folders']],
  [/Signed out|Sign in to start|Google ended the sign-in/, ['signed-out']],
  [/A permission (is missing|was left unticked)/, ['forbidden', 'signed-out']],
]

/** Every rule. */
export const claims: readonly Claim[] = [
  ...reasons.map(([pattern, kinds]): Claim => ({
    name: `the reason ${kinds.join(' or ')}`,
    pattern,
    isTrue: (world) =>
      stopped(world, ...kinds) || (kinds.includes('no-folders') && world.folders.length === 0),
  })),
  {
    name: 'the browser is open',
    pattern: /Go on in your browser|Waiting for the browser|Waiting since/,
    isTrue: ({ stops }) => stops.some(({ reason }) => reason === 'browser'),
  },
  {
    name: 'the sign-in was cancelled',
    pattern: /was cancelled/,
    isTrue: ({ stops }) => stops.some(({ reason }) => reason === 'cancelled'),
  },
  {
    name: 'the sign-in failed',
    pattern: /page in the browser was not answered/,
    isTrue: ({ stops }) => stops.some(({ reason }) => reason === 'failed'),
  },
  {
    name: 'Google no longer accepts the sign-in',
    pattern: /no longer accepts this sign-in/,
    isTrue: ({ stops }) => stops.some(({ reason }) => reason === 'revoked'),
  },
  // What is complete
  {
    name: 'every photo',
    pattern: /Every photo is in Google Photos/,
    isTrue: (world) => isAllDealtWith(world) && countOf(world, 'skipped') === 0,
  },
  {
    name: 'everything but what was left out',
    pattern: /Everything is in Google Photos but the ([\d,]+) left out/,
    isTrue: (world, [, left]) =>
      isAllDealtWith(world) && numberIn(left) === countOf(world, 'skipped'),
  },
  {
    name: 'everything else',
    pattern: /Everything else is backed up(?: but the ([\d,]+) left out)?/,
    isTrue: (world, [, left], { hero }) => {
      const named = hero.kind === 'skipped' ? world.skippedUnseen : 0
      const isRest = unfinished(world) === 0 && places(world) === 0
      const isFailed = countOf(world, 'failed') > 0
      return (
        isRest &&
        numberIn(left) === countOf(world, 'skipped') - named &&
        isFailed === (hero.kind === 'failed')
      )
    },
  },
  {
    name: 'nothing else to do',
    pattern: /Nothing else is left to do/,
    isTrue: (world) => unfinished(world) === 0 && countOf(world, 'failed') === 0,
  },
  {
    name: 'the backup is complete',
    pattern: /Backup complete/,
    isTrue: (world) => isAllDealtWith(world) && world.stops.length === 0 && !world.isScanning,
  },
  {
    name: 'so many are in Google Photos',
    pattern: /([\d,]+) photos? (?:or videos? is|and videos are) in Google Photos/,
    isTrue: (world, [, done]) => numberIn(done) === countOf(world, 'done'),
  },
  {
    name: 'so many were left out',
    pattern: /([\d,]+) files? (?:was|were) left out/,
    isTrue: (world, [, left]) => numberIn(left) === countOf(world, 'skipped'),
  },
  {
    name: 'no photos yet',
    pattern: /No photos in your folders yet/,
    isTrue: (world) =>
      countOf(world, 'done', 'failed', 'skipped') + unfinished(world) + places(world) === 0,
  },
  {
    name: 'all were left out',
    pattern: /([\d,]+) photos? or videos? (?:is|are) there and (?:was|were) left out/,
    isTrue: (world, [, left]) =>
      countOf(world, 'done') === 0 && numberIn(left) === countOf(world, 'skipped'),
  },
  {
    name: 'new ones by themselves',
    pattern: /New ones are backed up by themselves/,
    isTrue: (world) => world.stops.length === 0 && world.folders.length > 0,
  },
  // What moves
  {
    name: 'uploading',
    pattern: /Backing up photos|Uploading [\d,]+ of/,
    isTrue: (world) => isMoving(world),
  },
  {
    name: 'so many left',
    pattern: /([\d,]+) left$/,
    at: ['card'],
    isTrue: (world, [, left]) => numberIn(left) === unfinished(world),
  },
  {
    name: 'so many of so many',
    pattern: /([\d,]+) of ([\d,]+)(?: ·|, about|$)/,
    at: ['card', 'tray'],
    isTrue: (world, [, done, all]) =>
      numberIn(done) === countOf(world, 'done') &&
      numberIn(all) === countOf(world, 'done', 'failed') + unfinished(world),
  },
  {
    name: 'an end that is known',
    pattern: /about \d+ |less than a minute|done about|done \w+day/,
    at: ['card', 'tray'],
    isTrue: (world, _, { status }) =>
      unfinished(world) > 0 &&
      (world.bytesPerSecond !== null || status.progress.finishAt !== null) &&
      world.stops.every(({ kind }) => kind === 'daily-quota'),
  },
  {
    name: 'looking for photos',
    pattern: /Looking for (?:new )?photos/,
    at: ['card', 'tray'],
    isTrue: (world) => world.isScanning,
  },
  {
    name: 'so many found',
    pattern: /([\d,]+) photos? found so far/,
    isTrue: (world, [, found]) =>
      numberIn(found) === countOf(world, 'done', 'failed') + unfinished(world),
  },
  // What waits
  {
    name: 'so many wait',
    pattern: /([\d,]+) photos? waits?\b(?! for (?:another try|your decision))/,
    isTrue: (world, [, waiting]) =>
      numberIn(waiting) === unfinished(world) && unfinished(world) > 0,
  },
  {
    name: 'so many wait for another try',
    pattern: /([\d,]+) photos? waits? for another try/,
    isTrue: (world, [, waiting]) =>
      numberIn(waiting) === unfinished(world) - undecidedOf(world) && numberIn(waiting) > 0,
  },
  {
    name: 'so many wait for a decision, and nothing else',
    pattern: /([\d,]+) photos? waits? for your decision/,
    isTrue: (world, [, waiting]) =>
      numberIn(waiting) === undecidedOf(world) && unfinished(world) === undecidedOf(world),
  },
  {
    name: 'so many carry no date',
    pattern: /([\d,]+) photos? carr(?:y|ies) no date/,
    isTrue: (world, [, files]) => numberIn(files) === undecidedOf(world),
  },
  {
    name: 'so many elsewhere wait',
    pattern: /([\d,]+) photos? elsewhere waits?/,
    isTrue: (world, [, waiting]) =>
      someAway(world, (folder) => unfinished(world) - waitingIn(folder) === numberIn(waiting)),
  },
  {
    name: 'so many in a folder wait',
    pattern: /([\d,]+) photos? in it waits?/,
    isTrue: (world, [, waiting]) =>
      someAway(world, (folder) => waitingIn(folder) === numberIn(waiting) && waitingIn(folder) > 0),
  },
  {
    name: 'nothing in a folder waits',
    pattern: /Nothing (?:known of|in) it waits|Everything found in it is backed up/,
    isTrue: (world, [text]) =>
      someAway(
        world,
        (folder) =>
          folder.lastScanAt !== null &&
          waitingIn(folder) === 0 &&
          (!text.startsWith('Everything') ||
            ((folder.counts.failed ?? 0) === 0 && (folder.counts.skipped ?? 0) === 0)),
      ),
  },
  {
    name: 'nobody looked into it',
    pattern: /has not looked into it yet|Whether photos wait in it is not known/,
    isTrue: (world) => someAway(world, ({ lastScanAt }) => lastScanAt === null),
  },
  {
    name: 'a folder is not connected',
    pattern: /(\w+) is not connected/,
    isTrue: (world, [, name]) => {
      const folder = folderNamed(world, name)
      return folder !== undefined && !folder.isThere && !folder.isUnfamiliar
    },
  },
  {
    name: 'another folder is in its place',
    pattern: /(?:Is this still|Another folder is where) (\w+)/,
    isTrue: (world, [, name]) => folderNamed(world, name)?.isUnfamiliar === true,
  },
  {
    name: 'so many days away',
    pattern: /For (\d+) days? now/,
    isTrue: (world, [, days]) =>
      someAway(
        world,
        ({ lastScanAt }) =>
          lastScanAt !== null && Math.floor((now - lastScanAt) / 86_400_000) === numberIn(days),
      ),
  },
  // How it goes on
  {
    name: 'by itself',
    pattern: /Goes on by itself|It is tried again\.$/,
    isTrue: (world) => world.stops.length > 0 && everyStopPasses(world),
  },
  {
    name: 'goes on at a time',
    pattern: /(?:Goes on|We try again|It is tried again) at (.+?)\.(?: |$)/,
    isTrue: (world, [, at]) => {
      const over = allOver(world)
      return over !== null && written(over) === at
    },
  },
  {
    name: 'until a time',
    pattern: /(?:Waiting until|Paused until|The pause ends at) (?!you|nobody)(.+?)(?:\.| \(|$)/,
    isTrue: (world, [text, at]) =>
      isUntil(world, at, ...(/aus/.test(text) ? (['paused'] as const) : [])),
  },
  {
    name: 'waits until then, and no longer',
    pattern: /^(?:Shoebox: )?Waiting until (?!you|nobody)(.+?)(?: \(|$)/,
    at: ['card', 'tray'],
    isTrue: (world, [, at]) => {
      const over = allOver(world)
      return over !== null && written(over) === at
    },
  },
  {
    name: 'the backup goes on then',
    pattern: /(?:Uploads|backup|Photos) (?:go|goes) on|Photos go there|are backed up by themselves/,
    at: ['card', 'line', 'tray', 'notification'],
    isTrue: (world) => world.stops.length === 0,
  },
  {
    name: 'another try at a time',
    pattern: /(?:Next|another try) at (.+?)(?:\.|$)/,
    isTrue: ({ nextTryAt }, [, at]) =>
      nextTryAt !== null && nextTryAt > now && written(nextTryAt) === at,
  },
  {
    name: 'shortly',
    pattern: /shortly|soon/,
    at: ['card', 'tray', 'notification'],
    isTrue: ({ nextTryAt }) => nextTryAt !== null && nextTryAt - now <= 15 * 60_000,
  },
  {
    name: 'until you resume',
    pattern: /until you resume/,
    isTrue: ({ stops }) => stops.some(({ kind, until }) => kind === 'paused' && until === null),
  },
  {
    name: 'uploads rest until this is fixed',
    pattern: /Uploads rest/,
    isTrue: (world) => world.stops.length > 0 && !everyStopPasses(world),
  },
  {
    name: 'once you sign in',
    pattern: /Sign in(?: again|, and|,? to|, leave)|sign in/,
    at: ['card', 'line', 'notification'],
    isTrue: (world) =>
      isOut(world) ||
      world.stops.some(({ kind, reason }) => kind === 'forbidden' && reason !== 'api-disabled'),
  },
  // What needs somebody
  {
    name: 'so many failed',
    pattern: /([\d,]+) photos?(?: or videos?)? could not be backed up/,
    isTrue: (world, [, failed]) => numberIn(failed) === countOf(world, 'failed'),
  },
  {
    name: 'so many were skipped',
    pattern: /([\d,]+) files? (?:was|were) skipped/,
    isTrue: (world, [, skipped]) => numberIn(skipped) === world.skippedUnseen,
  },
  {
    name: 'so many need a look',
    pattern: /([\d,]+) photos? needs? a look/,
    isTrue: (world, [, files]) =>
      numberIn(files) === countOf(world, 'failed') + world.skippedUnseen,
  },
  {
    name: 'so many problems',
    pattern: /Problems \(([\d,]+)\)/,
    isTrue: (world, [, files]) =>
      numberIn(files) === countOf(world, 'failed') + world.skippedUnseen + places(world),
  },
  {
    name: 'so many places',
    pattern: /([\d,]+) places? could not be looked into/,
    isTrue: (world, [, count]) => numberIn(count) === places(world),
  },
  // Figures
  {
    name: 'requests left',
    pattern: /^([\d,]+) of 10,000$/,
    at: ['requests'],
    isTrue: (world, [, left]) =>
      numberIn(left) === (stopped(world, 'daily-quota') ? 0 : 10_000 - world.usedToday),
  },
  {
    name: 'something else uses this client',
    pattern: /Something else uses this client/,
    isTrue: (world) => stopped(world, 'daily-quota') && world.usedToday < 9_500,
  },
  {
    name: 'last checked',
    pattern: /Last checked (just now|12 minutes ago|3 days ago)/,
    isTrue: ({ lastCheckedAt }, [, age]) =>
      lastCheckedAt !== null &&
      ({ 0: 'just now', 12: '12 minutes ago', 4_320: '3 days ago' } as Record<number, string>)[
        Math.round((now - lastCheckedAt) / 60_000)
      ] === age,
  },
  // Is everything safe?
  {
    name: 'all are safe',
    pattern: /Yes\. (?:The one photo is|All ([\d,]+) photos are) safe\./,
    isTrue: (world, [, all = '1']) =>
      missingOf(world) === 0 &&
      numberIn(all) === photosOf(world) &&
      doubtfulOf(world) === 0 &&
      places(world) === 0 &&
      unseenOf(world) === 0,
  },
  {
    name: 'some may be damaged',
    pattern: /(?:The one photo is|All ([\d,]+) photos are) backed up, but ([\d,]+) may be damaged/,
    isTrue: (world, [, all = '1', doubtful]) =>
      missingOf(world) === 0 &&
      numberIn(all) === photosOf(world) &&
      numberIn(doubtful) === doubtfulOf(world),
  },
  {
    name: 'all that can be read',
    pattern: /(?:The one photo|All ([\d,]+) photos) that can be read (?:is|are) backed up/,
    isTrue: (world, [, all = '1']) =>
      missingOf(world) === 0 && numberIn(all) === photosOf(world) && places(world) > 0,
  },
  {
    name: 'not yet',
    pattern: /Not yet: ([\d,]+) of ([\d,]+) photos? (?:is|are) not backed up/,
    isTrue: (world, [, missing, all]) =>
      missingOf(world) > 0 &&
      numberIn(missing) === missingOf(world) &&
      numberIn(all) === photosOf(world),
  },
  {
    name: 'not looked through yet',
    pattern: /Not yet: ([\d,]+) folders? (?:has|have) not been looked through/,
    isTrue: (world, [, count]) => numberIn(count) === unseenOf(world) && unseenOf(world) > 0,
  },
  {
    name: 'so many are no photos',
    pattern: /([\d,]+) files? (?:is|are) no photos?\./,
    isTrue: (world, [, count]) => numberIn(count) === notPhotosOf(world),
  },
  {
    name: 'no photo at all',
    pattern: /There is no photo to back up/,
    isTrue: (world) => photosOf(world) === 0 && places(world) === 0,
  },
  // Folders
  {
    name: 'so many of a folder',
    pattern: /^([\d,]+) of ([\d,]+) backed up/,
    at: ['folder'],
    isTrue: ({ folders }, [, done, all]) =>
      folders.some(
        ({ counts }) =>
          (counts.done ?? 0) === numberIn(done) &&
          Object.entries(counts).reduce(
            (sum, [state, files]) => (state === 'gone' ? sum : sum + files),
            0,
          ) === numberIn(all),
      ),
  },
  {
    name: 'a folder is watched',
    pattern: /Watched: new photos are noticed at once/,
    isTrue: ({ folders }) => folders.some(({ isThere }) => isThere),
  },
]

/** What no sentence may be, with a sample of each. */
export const never: readonly { name: string; pattern: RegExp; sample: string }[] = [
  {
    name: 'one of many',
    pattern: /(?<![\d,.])1 (?:photos|files|places|days|folders|videos)\b/,
    sample: '1 photos wait.',
  },
  {
    name: 'many of one',
    pattern: /(?<![\d,.])(?:0|[2-9]|\d[\d,]+) (?:photo|file|place|day|folder)\b/,
    sample: '12 file is no photo.',
  },
  {
    name: 'nothing that waits',
    pattern: /(?<![\d,])0 (?:photos|files|places)/,
    sample: '0 photos wait.',
  },
  { name: 'nothing', pattern: /^\s*$/, sample: '' },
  {
    name: 'what no person says',
    pattern: /undefined|NaN|\bnull\b|\[object|\bsync|media item|  /,
    sample: 'Waiting until undefined',
  },
]

/** Why a saying is not true: each sentence with the rule that it breaks. */
export function liesOf(world: World, saying: Saying): string[] {
  return saying.said.flatMap((said) => {
    const broken = [
      ...claims.filter((claim) => {
        const match = matchOf(claim, said)
        return match !== null && !claim.isTrue(world, match, saying)
      }),
      ...never.filter(({ pattern }) => pattern.test(said.text)),
    ]
    return broken.map(({ name }) => `${name}: “${said.text}” (${said.place})`)
  })
}

/** How a claim is made by a sentence; null where it is not. */
export function matchOf({ pattern, at }: Claim, { place, text }: Said): RegExpExecArray | null {
  return at !== undefined && !at.includes(place) ? null : pattern.exec(text)
}

/** Whether anybody is needed at all: what the tray may ask attention for. */
export const needsSomebody = (world: World): boolean =>
  world.stops.some(
    ({ isPassing, kind }) => !isPassing || kind === 'unexpected' || kind === 'catalogue-unwritable',
  ) ||
  countOf(world, 'failed') + world.skippedUnseen + places(world) > 0 ||
  world.folders.length === 0 ||
  awayFolders(world).some(
    (folder) => folder.isUnfamiliar || folder.lastScanAt === null || waitingIn(folder) > 0,
  )
