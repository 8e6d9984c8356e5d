const reasons: Readonly<Partial<Record<string, string>>> = {
  ENOENT: "there is no such file or folder",
  ENOTDIR: "its folder is a file",
  EISDIR: "it is a folder",
  EACCES: "permission is denied",
  EPERM: "permission is denied",
  EROFS: "the disk can only be read",
  ENOSPC: "the disk is full",
  EFBIG: "the system allows no file of that size",
  EDQUOT: "the quota of the disk is used up",
  ENAMETOOLONG: "its name is too long",
};

/** Why a file can not be read or written, in words. */
export function whyNot(error: unknown): string {
  const { code = "", message } = error as NodeJS.ErrnoException;
  return reasons[code] ?? message;
}
