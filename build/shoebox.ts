// `npm run shoebox`: the command as it is built, which starts at once, where the build is of the sources as they are; else these.
import { isAppBuilt } from './demo/build-app.ts'

const command = isAppBuilt() ? '../out/main/cli.js' : '../src/main/cli.ts'
await import(new URL(command, import.meta.url).href)
