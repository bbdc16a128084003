// Words of albums: what can be chosen for a folder, what that would come to, the albums that are there, and what somebody is asked
// about one.
import type { AlbumChoice, AlbumQuestion } from '../../shared/albums.ts'
import type { Output } from '../../shared/contract.ts'
import type { Format } from '../format.ts'

type Totals = Output<'previewAlbums'>['totals']
type Album = Output<'listAlbums'>['albums'][number]

/** More than so many new ones nobody wanted, as those who made them by mistake tell. */
const tooManyAbove = 200

/** The words of albums. */
export function albumWords(f: Format) {
  const photos = (count: number): string => f.plural(count, { one: '# photo', other: '# photos' })
  const albums = (count: number): string => f.plural(count, { one: '# album', other: '# albums' })
  const questions: Record<AlbumQuestion, (title: string, folder: string) => string> = {
    deleted: (title) =>
      `The album “${title}” was deleted in Google Photos. New photos that would belong there go up without an album.`,
    refused: (title) => `Google did not make the album “${title}”. Its photos go up without one.`,
    renamed: (title, folder) =>
      `The folder “${folder}” was renamed. Its album keeps the title that it has in Google Photos: “${title}”.`,
  }
  return {
    label: 'Albums in Google Photos',
    ways: {
      none: { title: 'No albums', text: 'Photos go into your library, and into no album.' },
      source: {
        title: 'One album for this folder',
        text: 'All photos of this folder, and of the folders inside it, go into one album with its name.',
      },
      folders: {
        title: 'One album for each folder inside',
        text: 'Each album has the name of its folder. Photos that lie in no folder inside go into an album with the name of this one.',
      },
    } satisfies Record<AlbumChoice['for'], { title: string; text: string }>,
    depth: 'Folders inside folders',
    depthAny: 'Each has an album of its own',
    depthOf: (depth: number) =>
      depth === 1
        ? 'Only the outermost have one, for all that is inside'
        : `The ${f.number(depth)} outermost levels have one, with all that is deeper`,
    /** What is chosen now. */
    chosen: (choice: AlbumChoice): string => {
      if (choice.for === 'none') return 'No albums.'
      if (choice.for === 'source') return 'One album for this folder.'
      return choice.depth === null
        ? 'One album for each folder inside.'
        : f.plural(choice.depth, {
            one: 'One album for each folder inside, # level deep.',
            other: 'One album for each folder inside, # levels deep.',
          })
    },
    now: (chosen: string) => `Now: ${chosen}`,
    made: (made: number, items: number): string =>
      made === 0
        ? 'None is made yet.'
        : `${f.plural(made, { one: '# is made', other: '# are made' })}, with ${photos(items)}.`,
    left: (made: number) =>
      f.plural(made, {
        one: '# earlier album stays in Google Photos.',
        other: '# earlier albums stay in Google Photos.',
      }),
    preview: {
      title: 'What this would make',
      note: 'Nothing is made yet. A folder without photos gets no album, nothing is sent again, and albums that you rename or delete in Google Photos stay so.',
      working: 'Working out the albums…',
      failed: 'The albums cannot be worked out right now.',
      sum: (totals: Totals): string =>
        totals.new + totals.there === 0
          ? 'No album: nothing here goes to Google Photos, or all of it is where it belongs.'
          : [
              totals.new > 0 && f.plural(totals.new, { one: '# new album', other: '# new albums' }),
              totals.there > 0 &&
                f.plural(totals.there, {
                  one: '# that is there gets more',
                  other: '# that are there get more',
                }),
              `${photos(totals.photos)} in all`,
            ]
              .filter((part) => part !== false)
              .join(', ') + '.',
      requests: ({ creates, batches }: Totals, limit: number) =>
        `Takes about ${f.plural(creates + batches, { one: '# request', other: '# requests' })} of the ${f.number(limit)} that Google allows in a day.`,
      told: (count: number) =>
        f.plural(count, {
          one: '# title also names the folder above, because another album would be called the same.',
          other:
            '# titles also name the folders above, because other albums would be called the same.',
        }),
      closed: (count: number) =>
        f.plural(count, {
          one: '# album was deleted in Google Photos, or Google did not make it. It stays so; the photos go up without it.',
          other:
            '# albums were deleted in Google Photos, or Google did not make them. They stay so; the photos go up without them.',
        }),
      tooMany: (count: number): string | null =>
        count > tooManyAbove
          ? `That is a lot: ${albums(count)}. They can be removed only one by one, in Google Photos. One album for the folder, or fewer levels, make fewer.`
          : null,
      stillLooking: 'This folder is still being looked through: there may be more.',
      kept: 'Albums that are there already stay as they are.',
      none: 'From now on photos go into no album. Albums that are there already stay in Google Photos.',
      list: 'Albums that would be made or get more',
      row: (count: number, isMade: boolean) =>
        isMade ? `${photos(count)} more, is there already` : photos(count),
      more: (count: number) =>
        f.plural(count, {
          one: '# more album is not listed here.',
          other: '# more albums are not listed here.',
        }),
      make: 'Make albums like this',
      noMore: 'Make no more albums',
      keep: 'Leave it as it is',
      taken: (name: string) => `Photos of “${name}” go into albums from now on.`,
      takenNone: (name: string) => `Photos of “${name}” go into no album from now on.`,
    },
    show: 'Show albums',
    listTitle: (name: string) => `Albums of “${name}”`,
    listNote:
      'What you rename, delete or change in Google Photos stays as you made it. Removing photos or folders here changes no album.',
    loadFailed: 'The albums cannot be shown right now.',
    open: 'Open in Google Photos',
    row: ({ state, items, isRenamed, part }: Album): string => {
      const texts: Record<Album['state'], string> = {
        intended: 'Being made',
        made: photos(items),
        full: `${photos(items)}, full: more go into a second album`,
        deleted: 'Deleted in Google Photos',
        refused: 'Not made: Google refused it',
      }
      const isThere = state === 'made' || state === 'full'
      return [
        texts[state],
        ...(part > 1 && isThere ? [`part ${f.number(part)}`] : []),
        ...(isRenamed && isThere ? ['you renamed it there, and its title stays'] : []),
      ].join(' · ')
    },
    refused: (count: number) =>
      f.plural(count, {
        one: '# photo is in your library and not in this album: Google takes no photo there that the website or another app brought first.',
        other:
          '# photos are in your library and not in this album: Google takes no photos there that the website or another app brought first.',
      }),
    more: (count: number) =>
      f.plural(count, {
        one: '# more album is in Google Photos.',
        other: '# more albums are in Google Photos.',
      }),
    waiting: (count: number) =>
      f.plural(count, {
        one: '# photo that is in your library already is still to be put into its album. That is done last.',
        other:
          '# photos that are in your library already are still to be put into their albums. That is done last.',
      }),
    noneYet: 'Albums appear here once their first photos are in Google Photos.',
    question: (asks: AlbumQuestion, title: string, folder: string) =>
      questions[asks](title, folder),
    moreQuestions: (count: number) =>
      f.plural(count, {
        one: '# more album needs a look.',
        other: '# more albums need a look.',
      }),
    again: 'Make it again',
    tryAgain: 'Try again',
    leave: 'Leave it so',
    seen: 'OK',
    madeAgain: (title: string) => `“${title}” is made again, with all that belongs there.`,
    home: (count: number) =>
      f.plural(count, { one: '# album needs a look', other: '# albums need a look' }),
    homeText:
      'Deleted or renamed in Google Photos, or not made there. No photo waits because of it.',
    toFolders: 'See which',
    firstRun:
      'Photos can go into albums, too, one for each folder. Choose that later on the folder’s card, under Folders.',
  }
}
