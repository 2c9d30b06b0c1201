/** What holds on every connection. */
export const SETTINGS = {
  client_encoding: 'UTF8',
  // Statements are small and many: compiling them takes longer than running them.
  jit: 'off',
  idle_in_transaction_session_timeout: '60s',
  // A plan must stay good while tables grow that were empty when it was made: by the indexes, from row to row.
  enable_seqscan: 'off',
  enable_bitmapscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  enable_memoize: 'off',
};

/** Only a change of the schema holds a lock against readers, or a VACUUM for a moment. */
export const READER_SETTINGS = {
  ...SETTINGS,
  default_transaction_read_only: 'on',
  lock_timeout: '1s',
  statement_timeout: '30s',
  // Each statement has one good plan, and is planned once.
  plan_cache_mode: 'force_generic_plan',
};
