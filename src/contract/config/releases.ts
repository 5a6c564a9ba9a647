/** Released versions of the specification that configs may name; nothing older matters to a runtime of today. */
export const VERSIONS = ['1.0.2', '1.1.0', '1.2.0', '1.2.1', '1.3.0'] as const;
