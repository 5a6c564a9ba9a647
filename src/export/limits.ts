/** RLIMIT_NAME without its prefix to the flag of `ulimit`, and the bytes in one unit of it (1 for counts). */
export const RLIMITS: Record<string, { flag: string; unit: number }> = {
  AS: { flag: 'v', unit: 1024 },
  CORE: { flag: 'c', unit: 512 },
  CPU: { flag: 't', unit: 1 },
  DATA: { flag: 'd', unit: 1024 },
  FSIZE: { flag: 'f', unit: 512 },
  LOCKS: { flag: 'w', unit: 1 },
  MEMLOCK: { flag: 'l', unit: 1024 },
  NOFILE: { flag: 'n', unit: 1 },
  NPROC: { flag: 'p', unit: 1 },
  RSS: { flag: 'm', unit: 1024 },
  STACK: { flag: 's', unit: 1024 },
};
