# A share that stops answering: shows another folder, and while a file named HANG lies beside that folder every question
# about the share waits. Started by hung-share.ts with the folder, the place to mount it and the path of HANG.
import errno
import os
import stat
import sys
import time

import fusepy as fuse


class Share(fuse.Operations):
    def __init__(self, root, hang):
        self.root = root
        self.hang = hang

    def __call__(self, op, path, *args):
        # What the mount itself needs is answered always.
        while op not in ('init', 'destroy') and os.path.exists(self.hang):
            time.sleep(0.05)
        return super().__call__(op, self.root + path, *args)

    def getattr(self, path, fh=None):
        try:
            st = os.lstat(path)
        except OSError as error:
            raise fuse.FuseOSError(error.errno or errno.EIO)
        names = ('st_mode', 'st_size', 'st_blocks', 'st_nlink', 'st_uid', 'st_gid')
        known = {name: getattr(st, name) for name in names}
        known.update(st_mtime=st.st_mtime, st_ctime=st.st_ctime, st_atime=st.st_atime)
        return known

    def readdir(self, path, fh):
        return ['.', '..'] + os.listdir(path)

    def open(self, path, flags):
        return os.open(path, os.O_RDONLY)

    def read(self, path, size, offset, fh):
        return os.pread(fh, size, offset)

    def release(self, path, fh):
        os.close(fh)
        return 0


if __name__ == '__main__':
    root, mount_point, hang = sys.argv[1:4]
    assert stat.S_ISDIR(os.stat(root).st_mode)
    fuse.FUSE(Share(root, hang), mount_point, foreground=True, ro=True)
