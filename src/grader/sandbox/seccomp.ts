/**
 * A seccomp filter for bubblewrap: system calls that no submission needs, and that are ways into the kernel or around
 * the memory limit, are refused with EPERM. As a program for the kernel's packet filter, in x64's numbers.
 */
const denied = {
  // other processes' memory
  ptrace: 101,
  process_vm_readv: 310,
  process_vm_writev: 311,
  pidfd_getfd: 438,
  // namespaces and mounts
  unshare: 272,
  setns: 308,
  mount: 165,
  umount2: 166,
  pivot_root: 155,
  chroot: 161,
  open_tree: 428,
  move_mount: 429,
  fsopen: 430,
  fsconfig: 431,
  fsmount: 432,
  name_to_handle_at: 303,
  open_by_handle_at: 304,
  // large parts of the kernel that are often attacked
  bpf: 321,
  perf_event_open: 298,
  userfaultfd: 323,
  io_uring_setup: 425,
  io_uring_enter: 426,
  io_uring_register: 427,
  add_key: 248,
  request_key: 249,
  keyctl: 250,
  fanotify_init: 300,
  // the machine itself
  kexec_load: 246,
  kexec_file_load: 320,
  init_module: 175,
  finit_module: 313,
  delete_module: 176,
  reboot: 169,
  swapon: 167,
  swapoff: 168,
  syslog: 103,
  acct: 163,
  quotactl: 179,
  // memory that no limit of a process counts
  memfd_create: 319,
  shmget: 29,
  shmat: 30,
} as const;

const load = 0x20;
const ifEqual = 0x15;
const ifAtLeast = 0x35;
const answer = 0x06;
const allow = 0x7fff0000;
const refuse = 0x00050001; // errno EPERM
const kill = 0x80000000;
const x64 = 0xc000003e;
const firstX32 = 0x40000000; // the same calls under other numbers

/** The filter's bytes; undefined where its numbers do not fit. */
export function seccompFilter(arch: string = process.arch): Buffer | undefined {
  if (arch !== "x64") return undefined;
  const calls = Object.values(denied);
  const steps: [code: number, ifTrue: number, ifFalse: number, value: number][] = [
    [load, 0, 0, 4], // the architecture
    [ifEqual, 1, 0, x64],
    [answer, 0, 0, kill],
    [load, 0, 0, 0], // the call's number
    [ifAtLeast, calls.length + 1, 0, firstX32],
    ...calls.map((call, i): [number, number, number, number] => [
      ifEqual,
      calls.length - i,
      0,
      call,
    ]),
    [answer, 0, 0, allow],
    [answer, 0, 0, refuse],
  ];
  const bytes = Buffer.alloc(steps.length * 8);
  steps.forEach(([code, ifTrue, ifFalse, value], i) => {
    bytes.writeUInt16LE(code, i * 8);
    bytes.writeUInt8(ifTrue, i * 8 + 2);
    bytes.writeUInt8(ifFalse, i * 8 + 3);
    bytes.writeUInt32LE(value, i * 8 + 4);
  });
  return bytes;
}
