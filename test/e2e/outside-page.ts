// What a user does outside the page: choosing in the system's dialog, dropping from a file manager.
import type { ElectronApplication, Locator, Page } from 'playwright'

/** Makes the system's dialog for files and folders answer with a path. */
export const chooseNext = (app: ElectronApplication, path: string): Promise<void> =>
  app.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] })
  }, path)

/** Answers what the system asks with yes, as a user does who meant it; returns what was asked so far. */
export async function agree(app: ElectronApplication): Promise<() => Promise<string[]>> {
  await app.evaluate(({ dialog }) => {
    const asked: string[] = []
    Object.assign(globalThis, { agreedTo: asked })
    dialog.showMessageBox = (...given: unknown[]) => {
      asked.push((given.at(-1) as Electron.MessageBoxOptions).message)
      return Promise.resolve({ response: 0, checkboxChecked: false })
    }
  })
  return () => app.evaluate(() => (globalThis as unknown as { agreedTo: string[] }).agreedTo)
}

/** Drops files or folders of this computer onto a part of the window, as a file manager does. */
export async function dropOn(page: Page, part: Locator, paths: readonly string[]): Promise<void> {
  await part.scrollIntoViewIfNeeded()
  const box = await part.boundingBox()
  if (box === null) throw new Error('There is nothing to drop on.')
  const place = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: [...paths], dragOperationsMask: 1 }
  const drag = async (...types: ('dragEnter' | 'dragOver' | 'drop')[]): Promise<void> => {
    for (const type of types)
      await session.send('Input.dispatchDragEvent', { type, ...place, data })
  }
  await drag('dragEnter', 'dragOver')
  // A hand rests until the window shows that it may drop here.
  await page.locator('.drop-hint').waitFor()
  await drag('dragOver', 'drop')
  await session.detach()
}
