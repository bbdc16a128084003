// Tests that fail under Wine and would not under Windows, or cannot judge there, each with its reason. The list may only
// shrink: known-failures.test.ts holds its length, and a run fails on an entry whose test passes.

/** A test that is known to fail. */
export interface KnownFailure {
  /** The file, and the whole name of the test; without a name the whole file. */
  readonly file: string
  readonly test: string
  /** Whose fault it is: Wine's, which is no Windows, or the test's, which asks for what Windows has not. */
  readonly whose: 'wine' | 'test'
  readonly reason: string
}

/** All of them. */
export const knownFailures: readonly KnownFailure[] = [
  {
    file: 'test/engine/media/byte-source.test.ts',
    test: 'a file that is open > has not changed when another took its name, but is the one that was opened',
    whose: 'wine',
    reason:
      'Wine 10 refuses to rename over a file that is open (EPERM); Windows 10 has POSIX renames.',
  },
  {
    file: 'test/engine/scan/file-reader.test.ts',
    test: 'a file that changes while it is read > is refused when it is replaced by another',
    whose: 'wine',
    reason:
      'Wine 10 refuses to rename over a file that is open (EPERM); Windows 10 has POSIX renames.',
  },
  {
    file: 'test/engine/sources/source-place.test.ts',
    test: 'the place of a source > is its path without a volume as long as it is the same folder, emptied or not',
    whose: 'wine',
    reason: 'Wine 10 gives the last change of a folder as the time of its making; NTFS keeps that.',
  },
  {
    file: 'test/engine/watch/watcher.test.ts',
    test: 'a watch by folders > asks for a whole scan when the root goes away',
    whose: 'wine',
    reason:
      'Wine 10 tells a watcher nothing when its folder is deleted; Windows ends the watch with EPERM.',
  },
  {
    file: 'test/engine/watch/watcher.test.ts',
    test: 'a watch by recursive > marks every folder of a tree that is new, moved in, moved within or deleted',
    whose: 'wine',
    reason:
      'Wine 10 tells that a folder left its place and not that it came to another below the same root.',
  },
]
