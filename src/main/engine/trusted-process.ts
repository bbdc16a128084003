// Makes a process that speaks with Google trust what Node itself trusts, whatever its environment says. Called before
// anything else; processes that are started get an environment without the same variables.
import * as tls from 'node:tls'
import { distrustedVariables } from '../../shared/environment.ts'

/** Removes what changes whom this process trusts. */
export function trustOnlyTheSystem(): void {
  const hadMore = (process.env['NODE_EXTRA_CA_CERTS'] ?? '') !== ''
  for (const name of distrustedVariables) Reflect.deleteProperty(process.env, name)
  // Node read that one before this line, and has taken what it named into its default.
  if (hadMore) tls.setDefaultCACertificates(tls.rootCertificates)
}
