// The app's own folders in a source that lies around them: left out, wherever links lead and whatever they are called.
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ownFoldersIn } from '../../../src/main/engine/sources/own-folders.ts'
import { tempFolder } from '../scan/temp-folder.ts'
import { linkIt } from '../../builders/posix.ts'

describe('the folders of the app', () => {
  it('in a source are named by their way from it', () => {
    const root = tempFolder()
    const folders = [join(root, 'a', 'data'), join(root, 'cache')]
    expect(ownFoldersIn(root, folders)).toEqual(['a/data', 'cache'])
  })

  it('beside a source are none of its business', () => {
    const root = tempFolder()
    expect(ownFoldersIn(join(root, 'photos'), [join(root, 'data')])).toEqual([])
    expect(ownFoldersIn(join(root, 'photos'), [join(root, 'photos-data')])).toEqual([])
  })

  it('are all of a source that is one of them, or that lies in one', () => {
    const root = tempFolder()
    expect(ownFoldersIn(root, [root])).toEqual([''])
    expect(ownFoldersIn(join(root, 'thumbnails', 'ab'), [root])).toEqual([''])
  })

  linkIt('are met where a link to them leads', () => {
    const root = tempFolder()
    const elsewhere = tempFolder()
    mkdirSync(join(root, 'data'))
    symlinkSync(join(root, 'data'), join(elsewhere, 'link'))
    expect(ownFoldersIn(root, [join(elsewhere, 'link')])).toEqual(['data'])
    expect(ownFoldersIn(elsewhere, [join(elsewhere, 'link')])).toEqual([])
  })

  it('may have a name that begins with two dots', () => {
    const root = tempFolder()
    expect(ownFoldersIn(root, [join(root, '..data')])).toEqual(['..data'])
  })
})
