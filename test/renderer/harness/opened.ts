// Scenes in which something is opened, typed or focused before the picture: menus, dialogs, notices, focus rings.
import type { Page } from 'playwright'

/** A scene of scenes.ts and what is done in it first. */
export type Opened = { scene: string; open(page: Page): Promise<void> }

const clientFile = JSON.stringify({ installed: { client_id: '1234.apps.example.test' } })
const paste = async (page: Page, text: string): Promise<void> => {
  await page.locator('.paste-area').fill(text)
  await page.locator('.paste-area').press('Tab')
  await page.keyboard.press('Enter')
}
const openClient = (page: Page): Promise<void> =>
  page.locator('#settings-account .client-ready-head button').click()
const question = (page: Page): Promise<void> => page.getByRole('alertdialog').waitFor()
const tabs = async (page: Page, times: number): Promise<void> => {
  for (let press = 0; press < times; press += 1) await page.keyboard.press('Tab')
}

const preview = async (page: Page, button = '.folder-head button >> nth=2'): Promise<void> => {
  await page.locator(button).first().click()
  await page.locator('.preview-row').first().waitFor()
}

const albumsDraft = async (page: Page, choice: number): Promise<void> => {
  await page.locator('.disclosure-button').first().click()
  await page.locator('.albums').first().locator('.choice').nth(choice).click()
  const confirm = page.locator('.albums-draft .button-primary')
  await confirm.waitFor()
  await confirm.scrollIntoViewIfNeeded()
}

/** Every one by name. */
export const opened: Record<string, Opened> = {
  'open-pause-menu': {
    scene: 'home',
    open: (page) => page.locator('.hero button').click(),
  },
  'open-notice': {
    scene: 'home-complete',
    open: (page) => page.locator('.hero button').nth(1).click(),
  },
  'open-problem-notice': {
    scene: 'home-complete',
    open: async (page) => {
      await page.evaluate(() => window.fake.failWith('scanNow', { kind: 'engine-down' }))
      await page.locator('.hero button').nth(1).click()
      await page.locator('.notice').waitFor()
    },
  },
  'open-two-problems': {
    scene: 'folders',
    open: async (page) => {
      await page.evaluate(() => {
        window.fake.failWith('scanNow', { kind: 'disk-full' })
        window.fake.failWith('chooseFolder', {
          kind: 'folder-overlaps',
          path: 'C:\\Pictures\\2022',
          other: 'C:\\Pictures',
        })
      })
      await page.getByRole('button', { name: /Check now/ }).click()
      await page.getByRole('button', { name: /Add a folder/ }).click()
      await page.locator('.notice').nth(1).waitFor()
    },
  },
  'open-preview': { scene: 'folders', open: (page) => preview(page) },
  'open-preview-albums': {
    scene: 'folders-would-get-albums',
    open: async (page) => {
      await preview(page)
      await page.locator('.preview-albums summary').click()
    },
  },
  'open-preview-left-out': {
    scene: 'folders',
    open: async (page) => {
      await preview(page)
      await page.locator('.preview-groups button').nth(3).click()
      await page.locator('.preview-row').first().waitFor()
    },
  },
  'open-preview-first-run': {
    scene: 'first-run-4-review',
    open: (page) => preview(page, '.forecast + div button'),
  },
  'open-focus-ring': { scene: 'home', open: (page) => tabs(page, 2) },
  'open-details': {
    scene: 'history',
    open: (page) => page.locator('[aria-rowindex="2"]').dblclick(),
  },
  'open-in-album': {
    scene: 'history-in-album',
    open: (page) => page.locator('[aria-rowindex="2"]').dblclick(),
  },
  'open-not-in-album': {
    scene: 'history-not-in-album',
    open: (page) => page.locator('[aria-rowindex="2"]').dblclick(),
  },
  'open-caption': {
    scene: 'history',
    open: (page) => page.locator('[aria-rowindex="3"]').dblclick(),
  },
  'open-caption-refused': {
    scene: 'history',
    open: (page) => page.locator('[aria-rowindex="5"]').dblclick(),
  },
  'open-problem-details': {
    scene: 'history-problems',
    open: (page) => page.locator('[aria-rowindex="2"]').dblclick(),
  },
  'open-date-added': {
    scene: 'history-scans',
    open: (page) => page.locator('[aria-rowindex="3"]').dblclick(),
  },
  'open-date-not-added': {
    scene: 'history-scans',
    open: (page) => page.locator('.outcome-good', { hasText: 'No date' }).first().dblclick(),
  },
  'open-older-version': {
    scene: 'history',
    open: (page) => page.locator('[aria-rowindex="4"]').dblclick(),
  },
  'open-row-menu': {
    scene: 'history',
    open: (page) => page.locator('[aria-rowindex="9"] button').click(),
  },
  'open-row-focus': {
    scene: 'history',
    open: async (page) => {
      await page.locator('[aria-rowindex="2"]').focus()
      await page.keyboard.press('ArrowDown')
    },
  },
  'open-chosen': {
    scene: 'history',
    open: async (page) => {
      await page.locator('.list-bar > .button').click()
      for (const row of [2, 3, 5]) await page.locator(`[aria-rowindex="${row}"]`).click()
    },
  },
  'open-chosen-all': {
    scene: 'history',
    open: async (page) => {
      await page.locator('[aria-rowindex="2"]').focus()
      await page.keyboard.press('Control+a')
    },
  },
  'open-ignore-question': {
    scene: 'history-problems',
    open: async (page) => {
      await page.locator('[aria-rowindex="2"]').focus()
      await page.keyboard.press('Control+a')
      await page.locator('.chosen-bar .button').nth(1).click()
      await question(page)
    },
  },
  'open-order': {
    scene: 'history',
    open: (page) => page.locator('.list-bar .select-button').click(),
  },
  'open-largest': {
    scene: 'history-few',
    open: async (page) => {
      await page.locator('.list-bar .select-button').click()
      await page.getByRole('option').nth(1).click()
      await page.getByRole('listbox').waitFor({ state: 'hidden' })
    },
  },
  'open-taken': {
    scene: 'history-few',
    open: async (page) => {
      await page.locator('.list-bar .select-button').click()
      await page.getByRole('option').nth(2).click()
      await page.getByRole('listbox').waitFor({ state: 'hidden' })
    },
  },
  'open-filters': {
    scene: 'history',
    open: async (page) => {
      // On a small window the first of them unfolds the others.
      await page.locator('.filter-row > button').first().click()
      await page.locator('.filter-row .select-button').nth(1).click()
    },
  },
  'open-safety-tree': {
    scene: 'safety',
    open: (page) => page.locator('.coverage button').first().click(),
  },
  'open-folder-options': {
    scene: 'folders',
    open: (page) => page.locator('.disclosure-button').first().click(),
  },
  'open-undated': {
    scene: 'folders',
    open: async (page) => {
      await page.locator('.disclosure-button').first().click()
      await page.locator('.undated .choice').nth(3).scrollIntoViewIfNeeded()
    },
  },
  'open-undated-wrong': {
    scene: 'folders',
    open: async (page) => {
      await page.locator('.disclosure-button').first().click()
      await page.locator('.undated .choice').nth(3).click()
      await page.locator('.undated-date input').fill('14.7.1987')
      await page.keyboard.press('Enter')
      await page.locator('.undated .field-error').waitFor()
      await page.locator('.undated .field-error').scrollIntoViewIfNeeded()
    },
  },
  'open-albums-none': {
    scene: 'folders',
    open: async (page) => {
      await page.locator('.disclosure-button').first().click()
      await page.locator('.albums').first().scrollIntoViewIfNeeded()
    },
  },
  'open-albums-one': { scene: 'folders', open: (page) => albumsDraft(page, 1) },
  'open-albums-each': { scene: 'folders', open: (page) => albumsDraft(page, 2) },
  'open-albums-deep': {
    scene: 'folders',
    open: async (page) => {
      await albumsDraft(page, 2)
      await page.locator('.albums-depth button').click()
      await page.getByRole('option').nth(1).waitFor()
    },
  },
  'open-albums-many': {
    scene: 'folders',
    open: async (page) => {
      await page.evaluate(() => {
        window.fake.world.manyFolders = 300
      })
      await albumsDraft(page, 2)
    },
  },
  'open-albums-failed': {
    scene: 'folders',
    open: async (page) => {
      await page.evaluate(() => window.fake.failWith('previewAlbums', { kind: 'disk-full' }))
      await albumsDraft(page, 2)
    },
  },
  'open-albums-no-more': {
    scene: 'folders-albums',
    open: (page) => albumsDraft(page, 0),
  },
  'open-albums-list': {
    scene: 'folders-albums',
    open: async (page) => {
      await page.locator('.albums-line button').first().click()
      await page.locator('.albums-list').waitFor()
    },
  },
  'open-pair-details': {
    scene: 'history-pairs',
    open: async (page) => {
      await page.locator('.history-line').nth(1).dblclick()
      await page.locator('.details').waitFor()
    },
  },
  'open-pairs': {
    scene: 'folders-pairs',
    open: async (page) => {
      await page.locator('.disclosure-button').first().click()
      await page.locator('.pairs').waitFor()
      await page.locator('.pairs').scrollIntoViewIfNeeded()
    },
  },
  'open-already': {
    scene: 'folders-already',
    open: async (page) => {
      await page.locator('.disclosure-button').first().click()
      await page.locator('.already-day').scrollIntoViewIfNeeded()
    },
  },
  'open-already-wrong': {
    scene: 'folders-already',
    open: async (page) => {
      await page.locator('.disclosure-button').first().click()
      await page.locator('.already-day .choice').last().click()
      await page.locator('.already-other input').fill('2062-08-10')
      await page.keyboard.press('Enter')
      await page.locator('.already .field-error').waitFor()
      await page.locator('.already .field-error').scrollIntoViewIfNeeded()
    },
  },
  'open-already-offer': {
    scene: 'folders-already',
    open: async (page) => {
      await page.locator('.disclosure-button').nth(1).click()
      await page.locator('.already-offer').scrollIntoViewIfNeeded()
    },
  },
  'open-folders-inside': {
    scene: 'folders',
    open: async (page) => {
      await page.locator('.disclosure-button').first().click()
      await page.locator('.folders-inside button').first().click()
      await page.locator('.tree').waitFor()
      await page.locator('.tree-opener').first().click()
      await page.locator('[aria-level="2"]').first().waitFor()
      await page.locator('[aria-level="2"]').first().click()
      await page.keyboard.press('Tab')
      await page.keyboard.press('Tab')
    },
  },
  'open-drop-home': {
    scene: 'home',
    open: (page) =>
      page.evaluate(() => {
        const dataTransfer = new DataTransfer()
        dataTransfer.items.add(new File([], 'Old disk'))
        document
          .querySelector('.drop-area')
          ?.dispatchEvent(new DragEvent('dragover', { dataTransfer, bubbles: true }))
      }),
  },
  'open-followed-links': {
    scene: 'folders-beside',
    open: async (page) => {
      await page.locator('.disclosure-button').nth(1).click()
      await page.locator('.folder .paste-area').nth(1).scrollIntoViewIfNeeded()
    },
  },
  'open-remove-folder': {
    scene: 'folders',
    open: async (page) => {
      await page.locator('.disclosure-button').first().click()
      await page.locator('.folder .button-danger').first().click()
      await question(page)
    },
  },
  'open-drop': {
    scene: 'folders',
    open: (page) =>
      page.evaluate(() => {
        const dataTransfer = new DataTransfer()
        dataTransfer.items.add(new File([], 'Old disk'))
        document
          .querySelector('.drop-area')
          ?.dispatchEvent(new DragEvent('dragover', { dataTransfer, bubbles: true }))
      }),
  },
  'open-undated-photos': {
    scene: 'undated',
    open: async (page) => {
      const card = page.locator('.undated-actions').nth(1)
      await card.locator('.button').last().click()
      await page.locator('.undated-row .thumbnail').first().waitFor()
    },
  },
  'open-undated-date': {
    scene: 'undated',
    open: async (page) => {
      await page.locator('.undated-actions .button').nth(1).click()
      await page.locator('.dialog input').fill('2999')
      await page.keyboard.press('Enter')
      await page.locator('.field-error').waitFor()
    },
  },
  'open-question': {
    scene: 'problems',
    open: (page) => page.locator('.problem-actions').nth(2).locator('button').first().click(),
  },
  'open-client-refused': {
    scene: 'first-run-1-guide-6-file',
    open: async (page) => {
      await paste(page, JSON.stringify({ web: {} }))
      await page.getByRole('alert').waitFor()
    },
  },
  'open-client-findings': {
    scene: 'first-run-1-guide-6-file',
    open: async (page) => {
      await paste(page, clientFile)
      await page.locator('.findings').waitFor()
      await page.locator('.findings').scrollIntoViewIfNeeded()
    },
  },
  'open-client-found': {
    scene: 'first-run-1-guide-5-client',
    open: async (page) => {
      await page.evaluate(() => {
        const name = 'client_secret_1234-abc.apps.googleusercontent.com.json'
        window.fake.world.downloads = [{ fileId: '1', name, savedAt: 0 }]
      })
      await page.locator('.downloads-watch .button').click()
      await page.locator('.guide .banner').scrollIntoViewIfNeeded()
    },
  },
  'open-client-blocked': {
    scene: 'first-run-1-own-waiting',
    open: async (page) => {
      await page.locator('.browser-wait .disclosure-button').click()
      await page.locator('.browser-wait .findings').scrollIntoViewIfNeeded()
    },
  },
  'open-help': {
    scene: 'about',
    open: async (page) => {
      await page.evaluate(() => window.fake.emit('navigate', { to: 'help' }))
      await page.locator('.help-text h3').first().waitFor()
    },
  },
  'open-help-client': {
    scene: 'about',
    open: async (page) => {
      await page.evaluate(() => window.fake.emit('navigate', { to: 'help' }))
      await page.locator('.help-page-button').nth(1).click()
      await page.locator('#help-6-give-the-file-to-shoebox').waitFor()
      await page.locator('#help-6-give-the-file-to-shoebox').scrollIntoViewIfNeeded()
    },
  },
  'open-client-switch': {
    scene: 'settings-account-own',
    open: async (page) => {
      await openClient(page)
      await page.locator('.guide-foot .button-quiet').first().click()
      await paste(page, clientFile)
      await question(page)
    },
  },
  'open-compare': {
    scene: 'first-run-3-size',
    open: async (page) => {
      await page.locator('.first-run-main .button').first().click()
      await page.locator('.compare').waitFor()
    },
  },
  'open-compare-none': {
    scene: 'first-run-3-size',
    open: async (page) => {
      await page.evaluate(() => {
        window.fake.world.previews = []
      })
      await page.locator('.first-run-main .button').first().click()
      await page.getByRole('dialog').waitFor()
    },
  },
  'open-size-question': {
    scene: 'settings',
    open: async (page) => {
      await page.locator('#settings-photos .choices-cards .choice').nth(1).click()
      await question(page)
    },
  },
  'open-speed-error': {
    scene: 'settings-network',
    open: (page) => page.locator('.speed-field input').fill('fast'),
  },
  'open-hour-focus': {
    scene: 'settings-hours',
    open: async (page) => {
      await page.locator('[data-cell="1-4"]').focus()
      await page.keyboard.press('ArrowRight')
    },
  },
  'open-sign-out': {
    scene: 'settings-account',
    open: async (page) => {
      await page.locator('#settings-account .button').first().click()
      await question(page)
    },
  },
  'open-forget': {
    scene: 'settings',
    open: async (page) => {
      await page.locator('#settings-reset .button').click()
      await question(page)
    },
  },
  'open-licences': {
    scene: 'about',
    open: (page) => page.locator('.card .button').first().click(),
  },
}
