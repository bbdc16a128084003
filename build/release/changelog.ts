// Reads tags and CHANGELOG.md. Its sections are headed "## 1.2.3", with a date after it or not.

/** The version that a tag names. */
export function versionOfTag(tag: string): string {
  const version = /^v(\d+\.\d+\.\d+(?:-[\w.]+)?)$/.exec(tag)?.[1]
  if (version === undefined) throw new Error(`"${tag}" is not a tag of a release, such as v1.2.3.`)
  return version
}

/** What the changelog says of a version. */
export function notesOf(changelog: string, version: string): string {
  const [, ...sections] = changelog.split(/^## /m)
  const section = sections.find((text) => text.split(/\s/, 1)[0] === version)
  const notes = section?.split('\n').slice(1).join('\n').trim()
  if (!notes) throw new Error(`CHANGELOG.md has nothing under "## ${version}".`)
  return notes
}
