// The system's own dialogs. Each answers with a path, or null when the user changed their mind.
import { join } from 'node:path'
import { dialog, type BrowserWindow } from 'electron'
import { dialogWords } from '../../shared/shell-words.ts'
import type { StatementFormat } from '../../shared/statement.ts'

/** The dialogs that the shell shows. */
export interface Dialogs {
  chooseFolder(startIn: string): Promise<string | null>
  chooseClientFile(startIn: string): Promise<string | null>
  saveHistory(folder: string): Promise<string | null>
  saveCheck(folder: string): Promise<string | null>
  saveSupport(folder: string): Promise<string | null>
  saveStatement(folder: string, format: StatementFormat): Promise<string | null>
  confirmQuit(): Promise<boolean>
  /** Asks outside the page, which may not be itself any more, before what it cannot take back. */
  confirm(question: Question): Promise<boolean>
}

/** A question of the system's own, with what happens on each answer. */
export interface Question {
  message: string
  detail: string
  yes: string
  no: string
}

/** The dialogs, and whether one of them waits for an answer. */
export interface SystemDialogs extends Dialogs {
  isOpen(): boolean
}

/** Makes the dialogs; they sit on the window while there is one. */
export function systemDialogs(window: () => BrowserWindow | null): SystemDialogs {
  let opened = 0
  const whileOpen = async <T>(answer: Promise<T>): Promise<T> => {
    opened += 1
    try {
      return await answer
    } finally {
      opened -= 1
    }
  }
  const open = async (options: Electron.OpenDialogOptions): Promise<string | null> => {
    const parent = window()
    const { canceled, filePaths } = await whileOpen(
      parent === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(parent, options),
    )
    return canceled ? null : (filePaths[0] ?? null)
  }
  const save = async (options: Electron.SaveDialogOptions): Promise<string | null> => {
    const parent = window()
    const { canceled, filePath } = await whileOpen(
      parent === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(parent, options),
    )
    return canceled || filePath === '' ? null : filePath
  }
  const confirm = async ({ message, detail, yes, no }: Question): Promise<boolean> => {
    const options: Electron.MessageBoxOptions = {
      type: 'question',
      message,
      detail,
      buttons: [yes, no],
      defaultId: 1,
      cancelId: 1,
      noLink: true,
    }
    const parent = window()
    const { response } = await whileOpen(
      parent === null ? dialog.showMessageBox(options) : dialog.showMessageBox(parent, options),
    )
    return response === 0
  }
  /** Saves a table or a text under the name that the words propose. */
  const saveAs = (
    { title, fileName, filter }: { title: string; fileName: string; filter: string },
    folder: string,
    extension: string,
  ): Promise<string | null> =>
    save({
      title,
      defaultPath: join(folder, fileName),
      filters: [{ name: filter, extensions: [extension] }],
    })
  const { chooseFolder, chooseClient, saveStatement, quit } = dialogWords
  return {
    isOpen: () => opened > 0,
    chooseFolder: (startIn) =>
      open({
        title: chooseFolder.title,
        buttonLabel: chooseFolder.button,
        defaultPath: startIn,
        properties: ['openDirectory'],
      }),
    chooseClientFile: (startIn) =>
      open({
        title: chooseClient.title,
        defaultPath: startIn,
        filters: [{ name: chooseClient.filter, extensions: ['json'] }],
        properties: ['openFile'],
      }),
    saveHistory: (folder) => saveAs(dialogWords.saveHistory, folder, 'csv'),
    saveCheck: (folder) => saveAs(dialogWords.saveCheck, folder, 'csv'),
    saveSupport: (folder) => saveAs(dialogWords.saveSupport, folder, 'txt'),
    saveStatement: (folder, format) =>
      save({
        title: saveStatement.title,
        defaultPath: join(folder, `${saveStatement.fileName}.${format}`),
        filters: [{ name: saveStatement.filters[format], extensions: [format] }],
      }),
    confirm,
    confirmQuit: () => confirm({ ...quit, yes: quit.quit, no: quit.stay }),
  }
}
