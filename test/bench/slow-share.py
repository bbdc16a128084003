# A folder shown as a share far away: each question about a file takes so many milliseconds, and as many as come are answered
# side by side. Started by slow-share.ts with the folder, the place to mount it, the milliseconds of a call, the seconds for
# which the kernel may keep names and attributes, and whether listings tell types ("typed", "untyped"). A line on its standard
# input is answered with the calls since the last one as JSON; the end of that input unmounts it, whatever became of who asked.
import collections
import errno
import json
import os
import subprocess
import sys
import threading
import time

import fusepy as fuse

slow = ('getattr', 'readdir', 'open', 'read', 'release')
counts = collections.Counter()


class Share(fuse.Operations):
    use_ns = True

    def __init__(self, root, delay, is_typed):
        self.root = root
        self.delay = delay
        self.is_typed = is_typed

    def __call__(self, op, path, *args):
        if op in slow:
            counts[op] += 1
            time.sleep(self.delay)
        return super().__call__(op, self.root + path, *args)

    def getattr(self, path, fh=None):
        try:
            st = os.lstat(path)
        except OSError as error:
            raise fuse.FuseOSError(error.errno or errno.EIO)
        names = ('st_mode', 'st_size', 'st_blocks', 'st_nlink', 'st_uid', 'st_gid', 'st_ino')
        known = {name: getattr(st, name) for name in names}
        known.update(st_mtime=st.st_mtime_ns, st_ctime=st.st_ctime_ns, st_atime=st.st_atime_ns)
        return known

    def readdir(self, path, fh):
        if not self.is_typed:
            return ['.', '..'] + os.listdir(path)
        with os.scandir(path) as found:
            return ['.', '..'] + [
                (one.name, {'st_ino': one.inode(), 'st_mode': 0o40000 if one.is_dir() else 0o100000}, 0)
                for one in found
            ]

    def open(self, path, flags):
        return os.open(path, os.O_RDONLY)

    def read(self, path, size, offset, fh):
        return os.pread(fh, size, offset)

    def release(self, path, fh):
        os.close(fh)
        return 0

    # A file that was only read has nothing to write at its end: neither SMB nor NFS asks the server then.
    def flush(self, path, fh):
        raise fuse.FuseOSError(errno.ENOSYS)


def answer(mount_point):
    for _ in sys.stdin:
        told = dict(counts)
        counts.clear()
        print(json.dumps(told), flush=True)
    # Whoever mounted it may have done so already.
    subprocess.run(['umount', '-l', mount_point], check=False, stderr=subprocess.DEVNULL)
    os._exit(0)


if __name__ == '__main__':
    root, mount_point, delay_ms, kept_seconds, types = sys.argv[1:6]
    threading.Thread(target=answer, args=(mount_point,), daemon=True).start()
    fuse.FUSE(
        Share(root, float(delay_ms) / 1000, types == 'typed'),
        mount_point,
        foreground=True,
        ro=True,
        # Numbers of files stay the same, as a server's do.
        use_ino=True,
        attr_timeout=float(kept_seconds),
        entry_timeout=float(kept_seconds),
        # What was read stays as long as time and size are the same, as over NFS and SMB.
        auto_cache=True,
    )
