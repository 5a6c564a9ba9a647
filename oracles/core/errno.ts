/** errno(3), numbers as on x86-64 and arm64. */
const NAMES: Record<number, string> = {
  1: 'EPERM',
  2: 'ENOENT',
  6: 'ENXIO',
  9: 'EBADF',
  12: 'ENOMEM',
  13: 'EACCES',
  14: 'EFAULT',
  16: 'EBUSY',
  17: 'EEXIST',
  19: 'ENODEV',
  20: 'ENOTDIR',
  21: 'EISDIR',
  22: 'EINVAL',
  25: 'ENOTTY',
  26: 'ETXTBSY',
  28: 'ENOSPC',
  30: 'EROFS',
  36: 'ENAMETOOLONG',
  38: 'ENOSYS',
  40: 'ELOOP',
  95: 'EOPNOTSUPP',
};

export const errnoWord = (errno: number): string => NAMES[errno] ?? 'other-errno';
