// SQL for a folder with all below it, as the history asks for it. Text and values only.

/** Values for the names in a statement. */
export type Values = Record<string, string | number>

/** What the SQL of a folder and all below it needs. '0' is the character after '/'. */
export const folderValues = (sourceId: string | null, folder: string): Values => ({
  folder,
  folderFrom: `${folder}/`,
  folderTo: `${folder}0`,
  ...(sourceId === null ? {} : { sourceId: Number(sourceId) }),
})
/** The rows of `folder` that are the folder or below it. */
export const isIn = (sourceId: string | null): string =>
  `(folder.path = @folder OR (folder.path >= @folderFrom AND folder.path < @folderTo))
   ${sourceId === null ? '' : 'AND folder.source_id = @sourceId'}`
/** The files of such folders. */
export const inFolders = (where: string): string =>
  `file.folder_id IN (SELECT id FROM folder WHERE ${where})`
/** All files of the folder, from the index that counts by folder. */
export const filesOf = (sourceId: string | null): string =>
  `FROM folder CROSS JOIN file INDEXED BY file_coverage ON file.folder_id = folder.id
   WHERE ${isIn(sourceId)}`
