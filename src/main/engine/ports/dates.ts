// Photos without a date: what lies beside one, and by folder what somebody decides for them. Implemented by catalog/.

/** Some of the files of a folder, in the order of their names. */
export interface FolderPage {
  root: string
  /** Relative to the root, '' for it. */
  folder: string
  files: {
    name: string
    mtimeUs: number
    mediaKind: 'photo' | 'video' | null
    /** Wall time; null: none is known. */
    takenAt: number | null
  }[]
}

/** What is decided for the photos of a folder: as shared/photo-dates.ts writes it, or `later`. */
export type DateChoice = string

/** The photos without a date of one folder that have not gone, or what was decided for those to come. */
export interface UndatedGroup {
  folderId: number
  sourceId: number
  /** Relative to the source, '' for it. */
  folder: string
  choice: DateChoice | null
  /** What the source says, where nothing is decided. */
  otherwise: string
  /** Those that have not gone. */
  files: number
  /** Those of them that are prepared. */
  planned: number
  /** Those of them that are of a type which takes no date. */
  unwritable: number
  /** How many have gone since it was decided. */
  went: number
  /** The first of them by name, at most so many as a card shows. */
  examples: number[]
}

/** What a decision met. */
export interface Decided {
  /** Prepared otherwise: they are prepared anew, and nothing may be sent of them as it was. */
  uploads: ReadonlySet<number>
  /** Their copies. */
  renditions: string[]
}

/** The part of the catalogue that the page of photos without a date works with. */
export interface DateStore {
  /** Groups behind this folder, in the order in which folders were found, as many as a moment allows; `next`: where it goes on. */
  undatedGroups(after: number): { groups: UndatedGroup[]; next: number | null }
  undatedGroup(folderId: number): UndatedGroup | null
  /** Photos of a group behind this name, in the order of names. `isPlanned`: prepared, and goes next. */
  undatedFiles(
    folderId: number,
    after: string,
    limit: number,
  ): { fileId: number; name: string; isPlanned: boolean; isWritable: boolean }[]
  /** How many photos without a date have not gone while nothing is decided for them, and how many of them wait for that. */
  undatedFigures(): { files: number; undecided: number }
  /** Notes what was decided. What is prepared stays as it is until {@link DateStore.planDatesAnew}. */
  decideDates(folderId: number, choice: DateChoice): void
  /**
   * Takes the last decision back: the one before it holds again, and where there was none, what has not gone waits until
   * somebody decides. Returns what holds now; null: there was none to take back.
   */
  undoDates(folderId: number): { choice: DateChoice } | null
  /** The source's own rule holds again for what is found later; false: nothing was decided. */
  forgetDates(folderId: number): boolean
  /** What is prepared of the folder, not sent, and was to go otherwise: it waits again. */
  planDatesAnew(folderId: number): Decided
  /** Those that wait follow the decision, in slices, and after a restart. */
  followDates(folderId: number): Promise<void>
}
