// Words of the history.
import type { AlbumAbsence } from '../../shared/albums.ts'
import type { CaptionSource } from '../../shared/captions.ts'
import type { FoundSource, UnwrittenReason } from '../../shared/photo-dates.ts'
import type { Format } from '../format.ts'

/** Whence a date was taken that a photo did not carry. */
export const dateFrom: Record<FoundSource, string> = {
  sidecar: 'from a note of another program beside the file',
  takeout: 'from Google’s export',
  inside: 'from words inside the file',
  'name-time': 'from the file’s name',
  neighbours: 'from the photos next to it',
  'name-date': 'from the file’s name',
  'folder-name': 'from the folder’s name',
  'file-time': 'from the time of the file',
  chosen: 'chosen for the folder',
}

/** Why a date that was found is not in the copy. */
const dateNotAdded: Record<UnwrittenReason, string> = {
  format: 'this type of file cannot take one',
  'no-room': 'there was no room on this computer for a copy',
  'not-proved': 'the copy could not be proved to hold the same picture',
  left: 'that was chosen',
  unknown: 'nothing tells when it was taken',
}

/** Why a photo in the library is not in the album of its folder. */
const notInAlbum: Record<AlbumAbsence, string> = {
  waiting: 'Not in the album of its folder yet: it is put there when nothing else is left to do.',
  'not-taken':
    'In the library, not in the album of its folder: Google does not let Shoebox put it there, as another app or an older client brought it first.',
  deleted: 'In the library, not in the album of its folder: that was deleted in Google Photos.',
  'not-made': 'In the library, not in the album of its folder: Google did not make that album.',
  'other-client':
    'In the library, not in the album of its folder: another Google client brought it, and only that one could have put it there.',
}

/** Where a caption was found. */
const captionFrom: Record<CaptionSource, string> = {
  xmp: 'From inside the file.',
  iptc: 'From inside the file.',
  exif: 'From inside the file.',
  'windows-comment': 'From inside the file.',
  png: 'From inside the file.',
  movie: 'From inside the file.',
  sidecar: 'From a note of another program beside the file.',
  picasa: 'From Picasa’s list of its folder.',
  takeout: 'From Google’s export.',
}

/** The words of the history. */
export function historyWords(f: Format) {
  return {
    title: 'History',
    lead: 'Every photo and video Shoebox has seen, and what became of it.',
    search: 'Search',
    searchPlaceholder: 'Name or folder',
    filters: 'Filters',
    outcome: 'Outcome',
    outcomes: {
      all: 'Everything',
      done: 'Backed up',
      doubtful: 'Backed up, may be damaged',
      inLine: 'Waiting to upload',
      waiting: 'Trying again',
      skipped: 'Skipped',
      failed: 'Problems',
      gone: 'No longer there',
    },
    folder: 'Folder',
    allFolders: 'All folders',
    folderSearch: 'Search folders',
    folderMore: 'There are more folders. Type a part of the name to find them.',
    folderNone: 'No folder has this name.',
    kind: 'Kind',
    kinds: { all: 'All kinds', photo: 'Photos', video: 'Videos' },
    from: 'From',
    to: 'To',
    moreFilters: 'More filters',
    noDate: 'Only those without a date inside',
    album: 'Albums',
    albumChoices: {
      all: 'In any album or none',
      in: 'In an album',
      not: 'Not in the album of their folder',
    },
    reasonFilter: (reason: string) => `Only: ${reason}`,
    clear: 'Clear filters',
    clearSearch: 'Clear the search',
    clearReason: 'Show all reasons',
    order: 'Order',
    orders: {
      changed: 'Last change first',
      size: 'Largest first',
      taken: 'Newest photos first',
    },
    noDateHeading: 'No date inside',
    unreadHeading: 'Not looked at yet',
    choose: 'Choose several',
    chosen: {
      bar: 'Chosen files',
      count: (count: number) => f.plural(count, { one: '# chosen', other: '# chosen' }),
      counting: 'All chosen',
      tooMany: (most: number) =>
        `Up to ${f.number(most)} can be chosen one by one. Choose all, then take out some.`,
      ignore: 'Ignore',
      ignoreTitle: (count: number) =>
        f.plural(count, { one: 'Ignore # file?', other: 'Ignore # files?' }),
      ignoreText:
        'Shoebox leaves alone those of them that wait, were skipped or have a problem. They stay on this computer. “Try again” takes them back.',
      ignoreYes: 'Ignore',
      ignored: (count: number) =>
        f.plural(count, { one: '# file is ignored.', other: '# files are ignored.' }),
      noneIgnored: 'None of these needs to be ignored.',
      noneRetried: 'None of these needs another try.',
      copy: 'Copy paths',
      copied: (count: number, isWhole: boolean) =>
        isWhole
          ? f.plural(count, { one: '# path is copied.', other: '# paths are copied.' })
          : f.plural(count, {
              one: 'The first path is copied. Save them as CSV to have all.',
              other: 'The first # paths are copied. Save them as CSV to have all.',
            }),
      save: 'Save as CSV',
      all: 'Choose all',
      allOf: (count: number) => f.plural(count, { one: 'Choose the one', other: 'Choose all #' }),
      actions: 'Actions',
      none: 'Choose none',
      end: 'Done',
    },
    export: 'Export as CSV',
    exported: (rows: number) =>
      f.plural(rows, { one: '# row was saved.', other: '# rows were saved.' }),
    table: 'History',
    columns: {
      photo: 'Photo',
      name: 'Name',
      outcome: 'Outcome',
      size: 'Size',
      time: 'Time',
      actions: 'Actions',
    },
    count: (count: number) => f.plural(count, { one: '# file', other: '# files' }),
    counting: 'Counting…',
    sizeChange: (before: string, after: string) => `${before}, sent as ${after}`,
    outcomeReason: (outcome: string, reason: string) => `${outcome}: ${reason}`,
    place: (source: string, folder: string) => (folder === '' ? source : `${source} / ${folder}`),
    partner: (name: string, state: string, reason: string | null) =>
      reason === null ? `${name}: ${state}.` : `${name}: ${state}, ${reason}.`,
    copy: 'Stored once: another file holds the same picture.',
    doubtful: {
      title: 'Backed up, may be damaged',
      text: 'The picture cannot be read on this computer. It went up all the same: look at it in Google Photos.',
    },
    newerVersion: 'A newer version: the older one stays in Google Photos.',
    dateAdded: (date: string, source: FoundSource) => `Dated ${date}, ${dateFrom[source]}.`,
    dateNotAdded: (why: UnwrittenReason) => `No date added: ${dateNotAdded[why]}.`,
    notPresent: 'No longer on this computer. It stays in Google Photos.',
    retriesAt: (at: number) => `Next try at ${f.time(at)}.`,
    empty: {
      title: 'Nothing here yet',
      text: 'As soon as Shoebox finds photos in your folders, each of them appears here with what became of it.',
    },
    emptyFiltered: {
      title: 'Nothing matches',
      text: 'No file fits this search and these filters.',
    },
    tooMany: 'There are older files. Narrow by date or search to see them.',
    loadFailed: 'The history cannot be shown right now.',
    actions: {
      menu: (name: string) => `Actions for ${name}`,
      details: 'Details',
      open: 'Open in Google Photos',
      openOlder: 'Open the older version',
      openAlbum: (title: string) => `Open the album “${title}”`,
      show: { win32: 'Show in Explorer', darwin: 'Show in Finder', linux: 'Show in folder' },
      retry: 'Try again',
      retryAll: (reason: string) => `Try again: all “${reason}”`,
      onlyReason: 'Show only this reason',
      copyReason: 'Copy the reason',
    },
    retried: (count: number) =>
      f.plural(count, {
        one: '# file waits to be uploaded again.',
        other: '# files wait to be uploaded again.',
      }),
    reasonCopied: 'The reason is copied.',
    details: {
      partners: 'One picture with',
      folder: 'Folder',
      outcome: 'Outcome',
      when: 'When',
      taken: 'Taken',
      noTaken: 'No date inside the file',
      takenAdded: (date: string, source: FoundSource) => `${date}, added: ${dateFrom[source]}`,
      takenNotAdded: (why: UnwrittenReason) =>
        `No date inside the file, and none added: ${dateNotAdded[why]}`,
      caption: 'Caption',
      captionFrom: (source: CaptionSource) => captionFrom[source],
      captionRefused: 'Google did not take these words: it went up without them.',
      album: 'Album',
      inAlbums: (titles: readonly string[]) =>
        `In the album ${f.list(titles.map((title) => `“${title}”`))}`,
      notInAlbum: (why: AlbumAbsence) => notInAlbum[why],
      modified: 'Changed on this computer',
      size: 'Size',
      sent: 'Sent',
      dimensions: 'Dimensions',
      dimensionsText: (width: number, height: number) =>
        `${f.number(width)} × ${f.number(height)} (${f.megapixels(width * height)} MP)`,
      kind: 'Kind',
    },
  }
}
