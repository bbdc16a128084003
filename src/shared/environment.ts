// The variables of the environment that would change whom Shoebox trusts, or what it prints. Whoever can set one of them
// needs no other power, so none counts in any process of Shoebox's. Names only; each process removes them itself.

/** Each is removed before anything else happens, and from the environment of every process that is started. */
export const distrustedVariables = [
  // Node would take any certificate, or more than those of its own and of the system.
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'OPENSSL_CONF',
  // Keys of connections, and headers with tokens, would be written where others read them.
  'SSLKEYLOGFILE',
  'GOOGLE_SDK_NODE_LOGGING',
  'NODE_DEBUG',
  'NODE_DEBUG_NATIVE',
  // Node and Electron would become something else.
  'NODE_OPTIONS',
  'NODE_REPL_EXTERNAL_MODULE',
  'ELECTRON_RUN_AS_NODE',
] as const

/** A copy of an environment without them; Windows does not tell cases apart. */
export function trustedEnvironment<T>(env: Readonly<Record<string, T>>): Record<string, T> {
  const distrusted: ReadonlySet<string> = new Set(distrustedVariables)
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !distrusted.has(name.toUpperCase())),
  )
}
