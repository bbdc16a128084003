// The `wine` that electron-builder finds on its PATH: runs one program of Windows in the tools folder, whose paths mean the
// same there as here. First word: the folder.
import { wineFolder } from '../../build/wine/folder.ts'
import { runInside } from '../../build/wine/run.ts'

const [path, ...words] = process.argv.slice(2)
const { code, text } = await runInside(wineFolder(path), ['wine', ...words])
console.log(text)
process.exit(code ?? 1)
