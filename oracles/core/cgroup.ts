/** Path of verdicts on a file of a cgroup; names that only a case has do not come in. */
export const cgroupPath = (file: string): string =>
  `cgroups[${/^(memory|cpu|cpuset|pids|blkio|io|devices|hugetlb|net_cls|net_prio|rdma|misc|cgroup)\.[A-Za-z0-9_.]+$/.test(file) ? file : 'other'}]`;
