// The albums that a backup would make, or that would get more, told before anything is made.
import type { RehearsedAlbums } from '../../../shared/rehearsal-schemas.ts'
import { useLanguage } from '../../state/use-window.tsx'

/** Their sum, folded up, and each with its photos; nothing where no photo goes into one. */
export function PreviewAlbums({ albums }: { albums: RehearsedAlbums }) {
  const { words } = useLanguage()
  const own = words.preview.albums
  if (albums.albums.length === 0) return null
  return (
    <details className="preview-albums">
      <summary>
        {own.title}: {own.sum(albums)}
      </summary>
      <ul>
        {albums.albums.map(({ title, files, isMade, isTold }, at) => (
          // Two may have one title: a person may have given it to the other.
          <li key={at}>
            <bdi>{own.row(title, !isMade)}</bdi>{' '}
            <span className="soft small">{own.photos(files)}</span>
            {isTold && <span className="soft small"> · {own.told}</span>}
          </li>
        ))}
      </ul>
      {albums.more > 0 && <p className="soft small">{own.more(albums.more)}</p>}
      <p className="soft small">{own.requests(albums)}</p>
    </details>
  )
}
